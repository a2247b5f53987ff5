"""What a file gave, as one digest: equal content is the same import, whatever file it came in."""

import json
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pandas as pd

from pincore.reading.imports import Import
from pincore.reading.threads import side_by_side


def with_digest(item: Import) -> Import:
    """The import with the digest of everything in it but the name of its file."""
    about = (item.kind, item.window, item.filters, item.estimated_from, item.notes, item.n_rows)
    columns = [(name, column) for name, frame in item.frames.items() for column in frame.columns]
    digests = side_by_side(lambda column: _digest(item.frames[column[0]][column[1]]), columns)
    return replace(item, digest=sha256(repr((about, columns, digests)).encode("utf-8", "surrogatepass")).hexdigest())


def _digest(values: pd.Series) -> str:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return _digest(pd.Series(values.cat.codes.to_numpy())) + _digest(pd.Series(values.cat.categories))
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in "fiubMm":
        return sha256(np.ascontiguousarray(values.to_numpy()).view(np.uint8).data).hexdigest()
    return sha256(json.dumps([None if isinstance(v, float) else v for v in values.tolist()]).encode()).hexdigest()
