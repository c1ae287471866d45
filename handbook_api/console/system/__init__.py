"""What administrators look after: jobs, the audit log, how the service is set up."""
