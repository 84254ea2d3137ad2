# functions/action: does what agents asked for.

module "action" {
  source = "./modules/function"

  name        = "action"
  description = "Carries out what an agent asked for, and writes down the outcome."
  deployment  = local.deployment

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

  depends_on = [google_project_iam_member.events_receiver]
}

resource "google_cloud_run_v2_service_iam_binding" "action_invokers" {
  project  = var.project_id
  location = var.region
  name     = module.action.service
  role     = "roles/run.invoker"
  members  = [google_service_account.events.member]
}

resource "google_project_iam_member" "action_firestore" {
  project = var.project_id
  role    = "roles/datastore.user"
  member  = module.action.member
}
