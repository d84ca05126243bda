"""Stage 5: records to rows. The only writer of what is extracted.

service        one run: which files are read, what becomes of each, the news of it
matching       which filing of the archive a record is, and which copy of it is the better one
rows           one record to rows
registrants    which company it is
products       which names are one product
originals      the bytes as they came
"""

from filings.ingest.service import Failure, Outcome, Report, ingest

__all__ = ["Failure", "Outcome", "Report", "ingest"]
