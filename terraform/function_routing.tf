# functions/routing: folds what customers send into their conversations.

locals {
  routing_timeout = 60 # seconds; Pub/Sub waits for as long
}

module "routing" {
  source = "./modules/function"

  name        = "routing"
  description = "Folds a customer's message into its conversation and queues the session."
  deployment  = local.deployment

  settings = {
    CONVERSATION_KEY  = local.conversation_key
    DEAD_LETTER_TOPIC = google_pubsub_topic.inbound_dead_letter.name
    MEDIA_TOPIC       = google_pubsub_topic.media.name
    TIMER_QUEUE       = google_cloud_tasks_queue.timers.id
    TIMER_URL         = local.timer_url
    TIMER_ACCOUNT     = google_service_account.timer_call.email
  }

  limits = {
    min_instances = var.limits.routing.min_instances
    max_instances = var.limits.routing.max_instances
    concurrency   = 40
    timeout       = local.routing_timeout
    memory        = "512Mi"
  }

  invokers = [google_service_account.routing_push.member]
  grants = [
    google_cloud_tasks_queue_iam_binding.timers_enqueuers.id,
    google_project_iam_member.routing_firestore.id,
    google_pubsub_topic_iam_binding.dead_letter_publishers.id,
    google_pubsub_topic_iam_binding.media_publishers.id,
    google_secret_manager_secret_iam_binding.conversation_key_readers.id,
    google_service_account_iam_binding.timer_call_users.id,
  ]

  depends_on = [google_firestore_index.matching]
}

resource "google_project_iam_member" "routing_firestore" {
  project = var.project_id
  role    = "roles/datastore.user"
  member  = module.routing.member
}

# The grants to set timers are beside the queue, in tasks.tf, and beside the
# timers' identity, in function_timer.tf.

# The identity that Pub/Sub pushes with, inbound messages and results of copies. It is the
# only one that may call the function: whoever can push can write into any conversation.
resource "google_service_account" "routing_push" {
  project      = var.project_id
  account_id   = "${var.prefix}-routing-push"
  display_name = "Frontdesk: pushes inbound messages to routing"

  depends_on = [time_sleep.apis]
}

# Pub/Sub's own account has this right in the project, unless the project is
# older than April 2021 or an organisation took it away.
resource "google_service_account_iam_binding" "routing_push_tokens" {
  service_account_id = google_service_account.routing_push.name
  role               = "roles/iam.serviceAccountTokenCreator"
  members            = [local.agents.pubsub]

  depends_on = [time_sleep.apis]
}
