# functions/reply: sends what agents wrote.

module "reply" {
  source = "./modules/function"

  name        = "reply"
  description = "Sends a conversation's replies, in order."
  deployment  = local.deployment

  settings = {
    MEDIA_BUCKET = google_storage_bucket.media.name
    ACCOUNTS     = local.sending_accounts
    DESK_URL     = local.desk_url # where customers open the files that they are sent
  }

  trigger = merge(local.events, {
    type     = "google.cloud.firestore.document.v1.created"
    document = "conversations/{c}/replies/{r}"
  })

  limits = {
    min_instances = var.limits.reply.min_instances
    max_instances = var.limits.reply.max_instances
    concurrency   = 20
    timeout       = 300 # 10 s at most for one reply, and a run sends all that wait
    memory        = "512Mi"
  }

  invokers = [google_service_account.events.member]
  grants = flatten([
    google_project_iam_member.reply_firestore.id,
    values(google_secret_manager_secret_iam_binding.credentials_readers)[*].id,
    google_service_account_iam_binding.reply_signs.id,
    values(google_service_account_iam_member.reply_impersonates)[*].id,
    google_storage_bucket_iam_binding.media_viewers.id,
    google_storage_bucket_iam_binding.outbound_writers.id,
  ])
}

resource "google_project_iam_member" "reply_firestore" {
  project = var.project_id
  role    = "roles/datastore.user"
  member  = module.reply.member
}

resource "google_secret_manager_secret_iam_binding" "credentials_readers" {
  for_each = google_secret_manager_secret.credentials

  project   = var.project_id
  secret_id = each.value.secret_id
  role      = "roles/secretmanager.secretAccessor"
  members   = [module.reply.member, module.start.member]

  lifecycle {
    replace_triggered_by = [google_secret_manager_secret.credentials[each.key].id]
  }
}

# A member, not a binding: the service account is somebody else's, and others
# may impersonate it too.
resource "google_service_account_iam_member" "reply_impersonates" {
  for_each = toset([for account in var.accounts : account.impersonate if account.impersonate != null])

  service_account_id = "projects/-/serviceAccounts/${each.key}"
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = module.reply.member
}

# The channel fetches an agent's file from an address that reply signs: with its
# own identity through IAM, so it has to be a token creator of itself. The
# address opens what the signer may read.
resource "google_storage_bucket_iam_binding" "media_viewers" {
  bucket  = google_storage_bucket.media.name
  role    = "roles/storage.objectViewer"
  members = [module.reply.member]

  lifecycle {
    replace_triggered_by = [google_storage_bucket.media.id]
  }
}

# It copies what agents uploaded, so that what they sent stays; the upload is deleted by
# the bucket.
resource "google_storage_bucket_iam_binding" "outbound_writers" {
  bucket  = google_storage_bucket.media.name
  role    = "roles/storage.objectCreator"
  members = [module.reply.member]

  condition {
    title      = "outbound"
    expression = "resource.name.startsWith(\"projects/_/buckets/${google_storage_bucket.media.name}/objects/outbound/\")" # shared/bucket.Outbound
  }

  lifecycle {
    replace_triggered_by = [google_storage_bucket.media.id]
  }
}

resource "google_service_account_iam_binding" "reply_signs" {
  service_account_id = module.reply.identity
  role               = "roles/iam.serviceAccountTokenCreator"
  members            = [module.reply.member]
}

locals {
  # The accounts, for who speaks to the channels: reply and start.
  sending_accounts = jsonencode({
    for name, account in var.accounts : name => {
      for field, value in {
        channel      = local.channels[name]
        region       = account.region
        traffic_type = account.traffic_type
        time_to_live = account.time_to_live
        impersonate  = account.impersonate
        credentials  = account.impersonate != null ? null : "projects/${var.project_id}/secrets/${google_secret_manager_secret.credentials[name].secret_id}/versions/latest"
      } : field => value if value != null
    }
  })
}
