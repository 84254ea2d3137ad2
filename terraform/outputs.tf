output "webhook_urls" {
  description = "The URL to paste at the channel's webhook settings, by account."
  value       = { for name in keys(var.accounts) : name => "${module.webhook.uri}/${name}" }
}

output "routing_version" {
  description = "The routing configuration's version, which every decision is recorded with."
  value       = local.routing_version
}

output "next_steps" {
  description = "What is left to do by hand for each account."
  value = {
    for name, account in var.accounts : name => concat(
      account.client_tokens_version != null ? [] : [
        "Add the client token of ${coalesce(account.display_name, name)}${account.partner_id == null ? "" : " (partner ${account.partner_id})"} as a version of the secret ${google_secret_manager_secret.webhook_keys[name].secret_id}.",
      ],
      account.impersonate != null || account.service_account_key_version != null ? [] : [
        "Add the service account key file as a version of the secret ${google_secret_manager_secret.credentials[name].secret_id}.",
      ],
      ["Paste ${module.webhook.uri}/${name} as the webhook's URL at the channel and have it verified there."],
    )
  }
}
