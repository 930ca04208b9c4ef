"""Pages of noodinzage: reason, logging in again, the record for an hour; and the review afterwards."""
