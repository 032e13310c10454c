"""One file a page: it selects, fetches and shows."""
