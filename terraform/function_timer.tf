# functions/timer: does what is due at a certain time.

locals {
  # Seconds. The sweep needs them: it checks every agent, at about 0.1 s each. A
  # timer takes a moment. Cloud Tasks waits a minute for the answer, and calling a
  # timer again while it is still being handled does no harm.
  timer_timeout     = 540
  timer_concurrency = 40

  # Cloud Run's deterministic address of the service, and not module.timer.uri:
  # the function is told its own address, because it sets timers too, and Cloud
  # Functions knows the other one only when the function is there. It is also the
  # audience of the calls' tokens; Cloud Run accepts every address of a service as
  # one, and lets Cloud Tasks and Cloud Scheduler in from within the project at
  # run.app only. A service whose name is too long for a part of a domain's name
  # (63 characters with the project's number) has no such address; ours is not.
  timer_url = "https://${var.prefix}-timer-${data.google_project.project.number}.${var.region}.run.app"

  # Who sets timers: they change conversations, and so deadlines.
  timer_setters = [
    module.routing.member,
    module.action.member,
    module.presence.member,
    module.timer.member,
  ]
}

module "timer" {
  source = "./modules/function"

  name        = "timer"
  description = "Ends offers, overflows queues, notices who is gone, and sweeps up once an hour."
  deployment  = local.deployment

  settings = {
    TIMER_QUEUE   = google_cloud_tasks_queue.timers.id
    TIMER_URL     = local.timer_url
    TIMER_ACCOUNT = google_service_account.timer_call.email
  }

  limits = {
    min_instances = var.limits.timer.min_instances
    max_instances = var.limits.timer.max_instances
    concurrency   = local.timer_concurrency
    timeout       = local.timer_timeout
    memory        = "512Mi"
  }

  invokers = [google_service_account.timer_call.member]
  grants = [
    google_cloud_tasks_queue_iam_binding.timers_enqueuers.id,
    google_project_iam_member.timer_firestore.id,
    google_service_account_iam_binding.timer_call_users.id,
  ]

  depends_on = [google_firestore_index.matching, google_firestore_index.waits]
}

resource "google_project_iam_member" "timer_firestore" {
  project = var.project_id
  role    = "roles/datastore.user"
  member  = module.timer.member
}

# The identity that Cloud Tasks and Cloud Scheduler call the function with. No other
# may call it, because the function believes what the call's body says is due.
resource "google_service_account" "timer_call" {
  project      = var.project_id
  account_id   = "${var.prefix}-timer-call"
  display_name = "Frontdesk: calls timer when a timer fires"

  depends_on = [time_sleep.apis]
}

# Cloud Tasks accepts a task with an identity only from callers who may act as that
# identity. This identity can do nothing but call the function.
resource "google_service_account_iam_binding" "timer_call_users" {
  service_account_id = google_service_account.timer_call.name
  role               = "roles/iam.serviceAccountUser"
  members            = local.timer_setters
}

# Cloud Tasks and Cloud Scheduler fetch the tokens that they call with. Their own
# accounts have this right in the project unless an organisation removed it. Without
# it no timer ever fires, and only Cloud Scheduler's log says so.
resource "google_service_account_iam_binding" "timer_call_tokens" {
  service_account_id = google_service_account.timer_call.name
  role               = "roles/iam.serviceAccountOpenIdTokenCreator"
  members            = [local.agents.cloudtasks, local.agents.cloudscheduler]

  depends_on = [time_sleep.apis]
}
