# functions/roster: changes who works here. No other identity writes the roster's part
# of an agent's entry.

module "roster" {
  source = "./modules/function"

  name        = "roster"
  description = "Adds, changes, suspends and removes agents, for supervisors, the command roster and the first roster."
  deployment  = local.deployment

  settings = {}

  # Every write: its outcome raises the alert of new supervisors, and the timer's round
  # touches a change whose event was lost.
  trigger = merge(local.events, {
    type     = "google.cloud.firestore.document.v1.written"
    document = "rosterChanges/{change}"
  })

  limits = {
    min_instances = var.limits.roster.min_instances
    max_instances = var.limits.roster.max_instances
    concurrency   = 20
    timeout       = 60
    memory        = "512Mi"
  }

  invokers = [google_service_account.events.member]
  grants = [
    google_project_iam_member.roster_firestore.id,
  ]
}

resource "google_project_iam_member" "roster_firestore" {
  project = var.project_id
  role    = "roles/datastore.user"
  member  = module.roster.member
}
