"""
The little of Arrow that recordings are written with: types, arrays, schemas.

pyarrow knows it all, and takes as long to load as a small conversion. So it is where values come
from elsewhere (:mod:`.exchange`) and where recordings are read.
"""
