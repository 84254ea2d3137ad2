# functions/desk: serves the agents' client and its settings, and hands files
# between agents and the bucket.

locals {
  # As timer_url: the key that the function is told is restricted to the function's
  # own address, so the address has to be known before the function is. Agents use
  # this one of its addresses, or the load balancer's, and no other: sign-in is refused
  # anywhere else.
  desk_own_host = "${var.prefix}-desk-${data.google_project.project.number}.${var.region}.run.app"
  desk_host     = local.desk_balanced ? var.load_balancer.desk_domain : local.desk_own_host
  desk_url      = "https://${local.desk_host}"
  desk_closed   = local.desk_balanced && var.load_balancer.exclusive
  # Where agents may sign in: at both, while they move.
  desk_hosts = local.desk_closed ? [local.desk_host] : distinct([local.desk_host, local.desk_own_host])
}

module "desk" {
  source = "./modules/function"

  name        = "desk"
  description = "Serves the agents' client, and hands files between agents and the bucket."
  deployment  = merge(local.deployment, { settings = {} }) # it has nothing to trace

  settings = {
    MEDIA_BUCKET          = google_storage_bucket.media.name
    SIGN_IN_WITH_PASSWORD = tostring(var.sign_in.password)
    SIGN_IN_SECOND_FACTOR = tostring(var.sign_in.second_factor)
    IDLE_TIMEOUT          = "${var.sign_in.idle_minutes}m"
    FIREBASE_API_KEY      = nonsensitive(google_apikeys_key.desk.key_string) # every browser is given it
    FIREBASE_AUTH_DOMAIN  = local.auth_domain
  }

  # Agents' browsers come from anywhere, or through the load balancer only.
  ingress = local.desk_closed ? "ALLOW_INTERNAL_AND_GCLB" : "ALLOW_ALL"
  limits = {
    min_instances = var.limits.desk.min_instances
    max_instances = var.limits.desk.max_instances
    concurrency   = 40
    timeout       = 300     # 25 MB on a slow line
    memory        = "512Mi" # the client, 128 MiB of files that agents send, and three of them twice more
  }

  # Anybody may load the client: it holds nothing, and a browser that opens a page
  # has no Google identity yet. What it may read is Firestore's rules' to say.
  invokers = local.everybody
  grants = [
    google_storage_bucket_iam_binding.media_lookers.id,
    google_storage_bucket_iam_binding.pending_writers.id,
  ]
}

# Whoever has the address of a file may fetch it: so no log keeps one. The function itself
# logs no address.
resource "google_logging_project_exclusion" "links" {
  project     = var.project_id
  name        = "${var.prefix}-links"
  description = "Requests for files by the links that customers get."
  filter      = "httpRequest.requestUrl=~\"://[^/]+/f/\"" # shared/bucket.LinkPath

  depends_on = [time_sleep.apis]
}

# No role for Firestore: whether somebody may see or send a file, the function asks
# Firestore with that person's own token, so the rules decide it here, too. With a
# role of its own, a mistake in the function would open every conversation.

# It writes what agents upload; nobody can plant a customer's file through it, or a file
# that stays. To read is beside it, media_lookers in function_media.tf.
resource "google_storage_bucket_iam_binding" "pending_writers" {
  bucket  = google_storage_bucket.media.name
  role    = "roles/storage.objectCreator"
  members = [module.desk.member]

  condition {
    title      = "pending"
    expression = "resource.name.startsWith(\"projects/_/buckets/${google_storage_bucket.media.name}/objects/pending/\")" # shared/bucket.Uploads
  }

  lifecycle {
    replace_triggered_by = [google_storage_bucket.media.id]
  }
}
