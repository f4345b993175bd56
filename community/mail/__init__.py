"""Mail: an outbox written in the transaction of what it tells, and the worker's job that sends from it."""
