# functions/presence: gives work to an agent who became able to do it.

module "presence" {
  source = "./modules/function"

  name        = "presence"
  description = "Gives an agent who came, or got capacity back, the best session that waits."
  deployment  = local.deployment

  settings = {
    TIMER_QUEUE   = google_cloud_tasks_queue.timers.id
    TIMER_URL     = local.timer_url
    TIMER_ACCOUNT = google_service_account.timer_call.email
  }

  # Every write: the roster's, the agent's own, and the functions'. The heartbeat
  # is another document, leases/{email}.
  trigger = merge(local.events, {
    type     = "google.cloud.firestore.document.v1.written"
    document = "agents/{email}"
  })

  limits = {
    min_instances = var.limits.presence.min_instances
    max_instances = var.limits.presence.max_instances
    concurrency   = 40
    timeout       = 60
    memory        = "512Mi"
  }

  invokers = [google_service_account.events.member]
  grants = [
    google_cloud_tasks_queue_iam_binding.timers_enqueuers.id,
    google_project_iam_member.presence_firestore.id,
    google_service_account_iam_binding.timer_call_users.id,
  ]

  depends_on = [google_firestore_index.matching]
}

resource "google_project_iam_member" "presence_firestore" {
  project = var.project_id
  role    = "roles/datastore.user"
  member  = module.presence.member
}

# The grants to set timers are beside the queue, in tasks.tf, and beside the
# timers' identity, in function_timer.tf.
