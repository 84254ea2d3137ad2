# functions/start: begins conversations for agents who write to a customer first.

module "start" {
  source = "./modules/function"

  name        = "start"
  description = "Begins a conversation with a customer whom an agent writes to first."
  deployment  = local.deployment

  settings = {
    CONVERSATION_KEY = local.conversation_key
    ACCOUNTS         = local.sending_accounts # it asks the channel whether the customer can be reached
  }

  trigger = merge(local.events, {
    type     = "google.cloud.firestore.document.v1.created"
    document = "starts/{s}"
  })

  limits = {
    min_instances = var.limits.start.min_instances
    max_instances = var.limits.start.max_instances
    concurrency   = 20
    timeout       = 60
    memory        = "512Mi"
  }

  invokers = [google_service_account.events.member]
  grants = flatten([
    google_project_iam_member.start_firestore.id,
    google_secret_manager_secret_iam_binding.conversation_key_readers.id,
    values(google_secret_manager_secret_iam_binding.credentials_readers)[*].id,
    values(google_service_account_iam_member.start_impersonates)[*].id,
  ])
}

resource "google_project_iam_member" "start_firestore" {
  project = var.project_id
  role    = "roles/datastore.user"
  member  = module.start.member
}

# A member, as in function_reply.tf. The grants to read credentials and the key of
# conversations' ids are there and in secrets.tf.
resource "google_service_account_iam_member" "start_impersonates" {
  for_each = toset([for account in var.accounts : account.impersonate if account.impersonate != null])

  service_account_id = "projects/-/serviceAccounts/${each.key}"
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = module.start.member
}
