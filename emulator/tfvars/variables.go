package tfvars

// routing are the variables that Terraform renders into config/current.
func routing() []string {
	return []string{
		"accounts", "agent_domains", "automated_messages", "hours", "macros", "masking", "outcomes", "queues", "quick_replies", "stop_words",
		"tags", "workstreams",
	}
}

// checked are the other variables of package route: nothing is deployed of them
// in config/current.
func checked() []string { return []string{"agents", "tests"} }

// others are Terraform's other variables, which are not read here.
func others() []string {
	return []string{
		"alert_emails", "alerts", "audit_reads", "backup_retention_weeks", "bigquery", "client_tokens", "conversation_key_version",
		"deletion_protection", "docs_url", "firestore_location", "go_runtime", "limits", "load_balancer",
		"notification_channels", "prefix", "project_id", "public_access", "region", "service_account_keys", "sign_in", "supervisor_emails",
		"supervisor_notification_channels", "trace_ratio",
	}
}

// deployed are the fields of an account that are not about routing.
func deployed() []string {
	return []string{"client_tokens_version", "impersonate", "service_account_key_version", "webhook_key_versions"}
}
