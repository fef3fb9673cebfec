"""The guard's process: start-up, the service, the quarantine and the answers to its clients."""
