"""Small files of sites and shops in their real layouts; the people in them are invented."""

SHOPIFY_HEADER = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Billing Name,Billing Street,Billing Phone,Shipping Name,Notes,Note Attributes,Cancelled at,Refunded Amount,Vendor,Id,Tags,Source,Phone"
)
SHOPIFY = (
    SHOPIFY_HEADER
    + """
#1001,ann@example.com,paid,2026-08-05 10:00:00 +0000,,USD,29.98,5.00,0.00,34.98,PIN10,2026-08-05 09:58:12 +0000,2,Planner,9.99,Ann Ant,1 Lane,+1 555,Ann,,"utm_source: pinterest
utm_content: nook-a",,0.00,Example,5001,,web,
#1001,,,,,,,,,,,,1,Mug,10.00,,,,,,,,,Example,,,,
#1002,bo@example.com,refunded,2026-08-07 08:00:00 +0000,,USD,15.00,0.00,0.00,15.00,,2026-08-07 07:59:00 +0000,1,Planner PDF,15.00,Bo Bee,,,,"two
lines, of notes",,,15.00,,5002,,web,
#1003,cy@example.com,voided,,,USD,,,,20.00,,2026-08-08 07:59:00 +0000,1,Mug,20.00,,,,,,,2026-08-08 09:00:00 +0000,0.00,,5003,,web,
#1004,di@example.com,pending,,,USD,,,,30.00,,2026-08-08 08:59:00 +0000,1,Mug,30.00,,,,,,,,0.00,,5004,,web,
#1005,ed@example.com,partially_refunded,2026-08-09 08:00:00 +0000,,EUR,"1,234.50",,,"1,234.50",,2026-08-09 07:59:00 +0000,3,Mug,10.00,,,,,,,,34.50,,5005,,web,
"""
)
ETSY = """Sale Date,Order ID,Buyer User ID,Full Name,Number of Items,Street 1,Ship City,Currency,Order Value,Discount Amount,Shipping,Sales Tax,Order Total,Status,Buyer,SKU
08/05/26,9001,b1,Jane Doe,2,12 Example Lane,Boston,USD,68.00,0.00,8.00,0,76.00,Completed,janedoe,MUG-1
08/12/26,9002,b2,Bob Smith,1,99 Example Road,Seattle,USD,27.00,2.70,6.00,0,30.30,Paid,bobsmith,SOAP-1
08/12/26,9003,b3,Cy Clay,1,99 Example Road,Seattle,USD,10.00,0,6.00,0,16.00,Canceled,cyclay,SOAP-1
"""
ETSY_ITEMS = """Sale Date,Item Name,Buyer,Quantity,Price,Item Total,Currency,Transaction ID,Ship Name,Ship Address1,Order ID,Order Type
08/05/26,"Handmade Mug - Speckled, Stoneware",janedoe,2,34.00,68.00,USD,4001,Jane Doe,12 Example Lane,9001,online
08/05/26,Lavender Soap Bar,janedoe,1,27.00,27.00,USD,4002,Jane Doe,12 Example Lane,9001,online
08/12/26,Lavender Soap Bar,bobsmith,1,27.00,27.00,USD,4003,Bob Smith,99 Example Road,9002,online
"""
GUMROAD = """Purchase ID,Item Name,Buyer Name,Purchase Email,Purchase Date,Subtotal ($),Sale Price ($),Street Address,Country,Referrer,Refunded?,Partial Refund ($),\
Fully Refunded?,Disputed?,Dispute Won?,Quantity,UTM Source,UTM Medium,UTM Campaign,UTM Term,UTM Content
p0==,Planner,,buyer0@example.com,2026-08-05,12.0,12.0,,US,https://www.pinterest.com/,0,0.0,0,0,0,1,pinterest,social,fall,,nook-a
p1==,Planner,,buyer1@example.com,2026-08-07,12.0,12.0,,US,direct,1,0.0,1,0,0,1,,,,,
p2==,Planner,,buyer2@example.com,2026-08-10,12.0,12.0,,US,https://www.google.com/search?q=me,0,2.0,0,0,0,1,,,,,
p3==,Planner,,buyer3@example.com,2026-08-14,12.0,12.0,,US,https://www.pinterest.com/,0,0.0,0,1,0,1,,,,,
Totals,,,,,48.0,48.0,,,,,,,,,,,,,,
"""
STRIPE = """id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Description,Fee,Status,Customer Email,utm_source (metadata),utm_content (metadata)
ch_1,2026-08-05 18:37:41,"399,00","0,00",eur,true,"399,00",Planner pack,"1,00",Paid,a@example.com,pinterest,nook-a
ch_2,2026-08-06 19:48:17,"1.023,00","1.023,00",eur,true,"23,00",Planner pack,"1,00",Refunded,b@example.com,,
ch_3,2026-08-07 09:00:00,"23,00","0,00",eur,false,"23,00",Planner pack,"0,00",Failed,c@example.com,,
"""
STRIPE_LEGACY = """id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Fee,Status,Statement Descriptor,Customer ID,Customer Email,Card ID
ch_9,Planner,Payment complete.,2020-01-05 10:00,23.00,0.00,usd,23.00,0.97,Paid,EXAMPLE,cus_1,a@example.com,card_1
"""
MAILCHIMP = """"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LAST_CHANGED,LEID,EUID,NOTES,TAGS
a@example.com,Ann,,2,"2026-08-05 09:11:02",192.0.2.1,"2026-08-05 09:12:10",192.0.2.1,,"2026-08-05 09:12:10",1001,abc123,,"""
MAILCHIMP += '''"""Pinterest"",""Freebie"""
b@example.com,,,3,,,"2026-08-07 12:00:00",192.0.2.2,,"2026-08-07 12:00:00",1002,abc124,,
c@example.com,Cy,,3,"2026-08-05 19:00:00",192.0.2.3,"2026-08-06 12:00:00",192.0.2.2,,"2026-08-07 12:00:00",1003,abc125,,
'''
KIT = """first_name,email,created_at,status
Kim,kim@example.com,2026-08-05T11:12:13Z,active
Lou,lou@example.com,2026-08-09T08:00:00Z,bounced
Max,max@example.com,2026-08-09T09:00:00Z,active
"""
SUBSTACK = """Email,Name,Subscription type,Activity,Subscription date,Revenue,Subscription source (free),Subscription source (paid)
a@example.com,Ann,Free,5,2026-08-05,0,pinterest.com,
b@example.com,Ben,Free,5,2026-08-05,0,Jane Doe's letter,
c@example.com,Cy,Free,5,2026-08-05,0,pinterest.com,
"""
GA4_TWO = """# ----------------------------------------
# Traffic acquisition: Session source / medium
# Property: example.com
# ----------------------------------------
#
# All Users
# Start date: 20260801
# End date: 20260818
Session source / medium,Sessions,Engaged sessions,Engagement rate,Key events,Total revenue
pinterest.com / referral,180,99,0.55,7,61.5
pinterest / social,64,40,0.625,3,27
(not set),9,2,0.2,0,0

# Start date: 20260714
# End date: 20260731
Session source / medium,Sessions,Engaged sessions,Engagement rate,Key events,Total revenue
pinterest.com / referral,150,81,0.54,6,52
pinterest / social,41,22,0.5366,1,9
"""
GA4_GERMAN = """# ----------------------------------------
# Neu generierte Zugriffe
# Startdatum: 20260801
# Enddatum: 20260818
Sitzung – Quelle/Medium,Sitzungen,Sitzungen mit Interaktionen,Schlüsselereignisse,Gesamtumsatz
pinterest.com / referral,180,99,7,61.5
google / organic,900,655,44,402
"""
GA4_FREE = """# ----------------------------------------
# Pinterest UTM
# Start date: 20260805
# End date: 20260818
# ----------------------------------------

Date,Session source / medium,Session campaign,Session manual ad content,Landing page + query string,Sessions,Engaged sessions,Key events,Total revenue
,,,,,12,4,1,12.5
20260805,pinterest / social,fall,nook-a,/nook,3,1,0,12.5
20260806,pinterest / social,fall,nook-b,/nook?utm_content=nook-b&email=jane@example.com,4,1,1,0
20260805,(not set),(not set),(not set),(other),5,2,0,0
"""
PLAUSIBLE_DAYS = """date,visitors,pageviews,visits,views_per_visit,bounce_rate,visit_duration
2026-08-05,40,90,44,2.0,55,60
2026-08-06,41,91,45,2.0,56,61
2026-08-07,0,0,0,0.0,,
"""
PLAUSIBLE_SOURCES = """name,visitors,bounce_rate,visit_duration
Google,310,48,92
Pinterest,96,61,44
Direct / None,120,55,70
"""
PLAUSIBLE_CONTENTS = """name,visitors,bounce_rate,visit_duration
nook-a,41,60,40
nook-b,33,58,52
"""
PLAUSIBLE_ENTRIES = """name,unique_entrances,total_entrances,visit_duration
/nook,90,101,50
/herbs,60,66,41
"""
LTK_EARNINGS = """Date,Brand,Type,Publisher,Product,Direct to retailer link,Status,Commission,Payment
2026-08-05,Example Shop,Sale,Jane Doe,Linen dress,https://example.com/d?u=jane,Open,4.20,-
"""
LTK_LINKS = """product_name,advertiser_name,image,sku,price,currency,url,clicks,commissions,orders,items_sold,active_links
Linen dress,Example Shop,,SKU1,59,USD,https://example.com/d,120,14.20,3,3,1
,Example Market,,,,,,60,4.10,2,4,1
"""
SHOPMY = """Created On,Name,Title,Order Count,Clicks,Order Volume,Commissions Earned,Affiliate Merchant,Short URL,Collection Name,URL
2026-08-05,Linen dress,Linen dress,2,61,118.00,11.80,Example Shop,https://go.example/x,Summer,https://example.com/d
"""

# kind -> (text, sums of the site frame)
FILES: dict[str, tuple[str, dict[str, float]]] = {
    "shopify_orders": (SHOPIFY, {"orders": 3, "amount": 1284.48, "refunded": 49.5, "items": 7}),
    "etsy_orders": (ETSY, {"orders": 2, "amount": 106.30, "items": 3}),
    "etsy_items": (ETSY_ITEMS, {"orders": 2, "amount": 122, "items": 4}),
    "gumroad_sales": (GUMROAD, {"orders": 4, "amount": 48, "refunded": 26, "items": 4}),
    "stripe_payments": (STRIPE, {"orders": 2, "amount": 1422, "refunded": 1023}),
    "mailchimp_subscribers": (MAILCHIMP, {"signups": 3}),
    "kit_subscribers": (KIT, {"signups": 3}),
    "substack_subscribers": (SUBSTACK, {"signups": 3}),
    "ga4": (GA4_TWO, {"sessions": 444, "engaged_sessions": 244, "key_events": 17, "amount": 149.5}),
    "plausible_days": (PLAUSIBLE_DAYS, {"visitors": 81, "pageviews": 181, "sessions": 89}),
    "plausible_names": (PLAUSIBLE_SOURCES, {"visitors": 526}),
    "plausible_entries": (PLAUSIBLE_ENTRIES, {"visitors": 150, "entrances": 167}),
    "ltk_earnings": (LTK_EARNINGS, {"commission": 4.2}),
    "ltk_links": (LTK_LINKS, {"clicks": 180, "orders": 5, "items": 7, "commission": 18.3}),
    "shopmy_links": (SHOPMY, {"clicks": 61, "orders": 2, "amount": 118, "commission": 11.8}),
}
