"""The site's side: visits, orders, subscribers and commissions, without anything that tells who somebody is."""

from pincore.reading.kinds import Kind
from pincore.reading.site import affiliate, ga4, orders, signups, visits

KINDS: tuple[Kind, ...] = (*orders.KINDS, *signups.KINDS, *affiliate.KINDS, *visits.KINDS, ga4.KIND)
