locals {
  webhook_url = local.load_balanced ? "https://${var.load_balancer.webhook_domain}" : module.webhook.uri
}

output "webhook_urls" {
  description = "The URL to paste at the channel's webhook settings, by account."
  value       = { for name in keys(var.accounts) : name => "${local.webhook_url}/${name}" }
}

output "desk_url" {
  description = "Where agents work. The function has other addresses; sign-in is refused there."
  value       = local.desk_url
}

output "load_balancer_address" {
  description = "What the A record of each of load_balancer's domains has to be; null without a load balancer."
  value       = one(google_compute_global_address.webhook[*].address)
}

output "routing_version" {
  description = "The routing configuration's version, which every decision is recorded with."
  value       = local.routing_version
}

output "conversation_key_secret" {
  description = "The secret with the key of conversations' ids, which `make secrets` fills."
  value       = "projects/${var.project_id}/secrets/${google_secret_manager_secret.conversation_key.secret_id}"
}

output "secrets_to_fill" {
  description = "The accounts' secrets that Terraform does not fill, for `make secrets`."
  value = [
    for id in concat(
      [for name, account in var.accounts : google_secret_manager_secret.webhook_keys[name].secret_id if account.client_tokens_version == null],
      [for name, account in var.accounts : google_secret_manager_secret.credentials[name].secret_id if account.impersonate == null && account.service_account_key_version == null],
    ) : "projects/${var.project_id}/secrets/${id}"
  ]
}

output "next_steps" {
  description = "What is left to do by hand: once, and for each account."
  value = {
    project = concat(
      local.load_balanced ? [
        "Have an A record lead from ${join(" and from ", local.domains)} to ${google_compute_global_address.webhook[0].address}, and wait until the certificate is ACTIVE: gcloud compute ssl-certificates list.",
      ] : [],
      var.public_access == "granted" ? [] : [
        for name in [module.webhook.service, module.desk.service] :
        "Have Cloud Run let everybody call it: gcloud run services update ${name} --region=${var.region} --project=${var.project_id} --no-invoker-iam-check."
      ],
      ["Switch on sign-in with Google, if agents are to use it: docs/deploy.md, \"Signing in\"."],
      local.sign_up ? [] : [
        "Make an account for each agent who is to sign in: docs/deploy.md, \"Signing in\".",
      ],
      length(var.agents) > 0 ? [] : [
        "Add a first admin, in agents or with the command roster: docs/deploy.md, \"Signing in\". There is nobody who could add anybody to the roster.",
      ],
      ["Open ${local.desk_url} as an admin, and add the other agents to the roster."],
    )
    accounts = {
      for name, account in var.accounts : name => concat(
        account.client_tokens_version != null ? [] : [
          "Add the client token of ${coalesce(account.display_name, name)}${account.partner_id == null ? "" : " (partner ${account.partner_id})"} as a version of the secret ${google_secret_manager_secret.webhook_keys[name].secret_id}.",
        ],
        account.impersonate != null || account.service_account_key_version != null ? [] : [
          "Add the service account key file as a version of the secret ${google_secret_manager_secret.credentials[name].secret_id}.",
        ],
        ["Paste ${local.webhook_url}/${name} as the webhook's URL at the channel and have it verified there."],
      )
    }
  }
}

output "alerts" {
  description = "Who hears of alarms: see alert_emails and notification_channels."
  value = length(local.notification_channels) == 0 ? (
    "Nobody. Alarms are seen in the console only: name somebody in alert_emails, or a channel in notification_channels, and apply."
  ) : "Every alarm goes to ${join(", ", concat(sort(var.alert_emails), sort(var.notification_channels)))}."
}

output "dashboard_url" {
  description = "What goes on, at a glance."
  value       = "https://console.cloud.google.com/monitoring/dashboards/builder/${basename(google_monitoring_dashboard.dashboard.id)}?project=${var.project_id}"
}
