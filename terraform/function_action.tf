# functions/action: does what agents asked for.

module "action" {
  source = "./modules/function"

  name        = "action"
  description = "Carries out what an agent asked for, and writes down the outcome."
  deployment  = local.deployment

  settings = {
    TIMER_QUEUE   = google_cloud_tasks_queue.timers.id
    TIMER_URL     = local.timer_url
    TIMER_ACCOUNT = google_service_account.timer_call.email
  }

  trigger = merge(local.events, {
    type     = "google.cloud.firestore.document.v1.created"
    document = "conversations/{c}/actions/{a}"
  })

  limits = {
    min_instances = var.limits.action.min_instances
    max_instances = var.limits.action.max_instances
    concurrency   = 40
    timeout       = 60
    memory        = "512Mi"
  }

  invokers = [google_service_account.events.member]
  grants = [
    google_cloud_tasks_queue_iam_binding.timers_enqueuers.id,
    google_project_iam_member.action_firestore.id,
    google_service_account_iam_binding.timer_call_users.id,
  ]

  depends_on = [google_firestore_index.matching]
}

resource "google_project_iam_member" "action_firestore" {
  project = var.project_id
  role    = "roles/datastore.user"
  member  = module.action.member
}

# The grants to set timers are beside the queue, in tasks.tf, and beside the
# timers' identity, in function_timer.tf.
