# functions/webhook: proves who sent a payload and publishes it.

module "webhook" {
  source = "./modules/function"

  name        = "webhook"
  description = "Takes in what a channel posts, verifies it and publishes it."
  deployment  = local.deployment

  settings = {
    CONVERSATION_KEY = local.conversation_key
    INBOUND_TOPIC    = google_pubsub_topic.inbound.name
    ACCOUNTS = jsonencode({
      for name, account in var.accounts : name => {
        channel = local.channels[name]
        keys = [
          for version in account.webhook_key_versions :
          "projects/${var.project_id}/secrets/${google_secret_manager_secret.webhook_keys[name].secret_id}/versions/${version}"
        ]
      }
    })
  }

  # Customers' messages come from the channel's servers: from anywhere, or through
  # the load balancer only.
  ingress = local.load_balanced && var.load_balancer.exclusive ? "ALLOW_INTERNAL_AND_GCLB" : "ALLOW_ALL"
  limits = {
    min_instances = var.limits.webhook.min_instances
    max_instances = var.limits.webhook.max_instances
    concurrency   = 80      # it waits for Pub/Sub; a body is 64 KiB, and 512 KiB for 32 of them
    timeout       = 30      # 5 s for the topic, and some for the keys
    memory        = "512Mi" # 80 bodies and what else there is
  }

  # Anybody may call it: the channel has no Google identity. The signature of
  # every request is what it checks.
  invokers = local.everybody
  grants = flatten([
    google_pubsub_topic_iam_binding.inbound_publishers.id,
    google_secret_manager_secret_iam_binding.conversation_key_readers.id,
    values(google_secret_manager_secret_iam_binding.webhook_keys_readers)[*].id,
  ])
}

# The publisher's grant is beside the topic, in pubsub.tf.

resource "google_secret_manager_secret_iam_binding" "webhook_keys_readers" {
  for_each = google_secret_manager_secret.webhook_keys

  project   = var.project_id
  secret_id = each.value.secret_id
  role      = "roles/secretmanager.secretAccessor"
  members   = [module.webhook.member]

  lifecycle {
    replace_triggered_by = [google_secret_manager_secret.webhook_keys[each.key].id]
  }
}
