# The source that every function is built from: an allow-list, so that what
# lies about in a checkout (a key file, a plan, an editor's backup) is never
# uploaded. The list is archive.json, which a Go test reads too: it compares it
# with what the compiler wants. "include" are globs, "exclude" are regular
# expressions; both are matched with paths relative to the repository's root.

locals {
  root    = abspath("${path.module}/..")
  archive = jsondecode(file("${path.module}/archive.json"))

  source_files = sort(distinct(flatten([
    for pattern in local.archive.include : [
      for name in fileset(local.root, pattern) : name
      if alltrue([for exclude in local.archive.exclude : length(regexall(exclude, name)) == 0])
    ]
  ])))
}

# file() takes text only: a picture that a function embeds needs another way
# than this one, and fails here, not later.
data "archive_file" "source" {
  # Beside the project's plan, which is of this archive.
  output_path      = "${path.module}/.terraform/${var.project_id}.zip"
  type             = "zip"
  output_file_mode = "0644" # the umask of whoever applies must not change the hash

  dynamic "source" {
    for_each = local.source_files
    content {
      filename = source.value
      content  = file("${local.root}/${source.value}")
    }
  }
}

resource "google_storage_bucket" "source" {
  project                     = var.project_id
  name                        = "${var.project_id}-${var.prefix}-source"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true # its content can be built again

  depends_on = [time_sleep.apis]
}

# Named by its hash: Cloud Functions compares only the name, and would not deploy
# new source under an old name.
resource "google_storage_bucket_object" "source" {
  bucket = google_storage_bucket.source.name
  name   = "source-${data.archive_file.source.output_sha256}.zip"
  source = data.archive_file.source.output_path

  # Without its client the desk would not start, which would show only after
  # everything else has been deployed.
  lifecycle {
    precondition {
      condition     = fileexists("${local.root}/functions/desk/dist/index.html")
      error_message = "The agents' client is not built, and has to be in what is deployed: run make client."
    }
  }
}

# The identity that builds. Without one, builds run as the project's default
# Compute Engine account, which new organisations give no rights, and old ones
# far too many.
resource "google_service_account" "build" {
  project      = var.project_id
  account_id   = "${var.prefix}-build"
  display_name = "Frontdesk: builds the functions"

  depends_on = [time_sleep.apis]
}

# Where the images of the functions are built to. Cloud Functions would make a registry
# itself, with the first build, keep every image in it for ever, and let ten first builds
# at a time race for it.
resource "google_artifact_registry_repository" "functions" {
  project       = var.project_id
  location      = var.region
  repository_id = "${var.prefix}-functions"
  description   = "Images that Cloud Functions builds of Frontdesk."
  format        = "DOCKER"

  cleanup_policies {
    id     = "keep-the-last"
    action = "KEEP"
    most_recent_versions {
      keep_count = 3
    }
  }
  cleanup_policies {
    id     = "delete-the-old"
    action = "DELETE"
    condition {
      older_than = "2592000s" # 30 days
    }
  }

  depends_on = [time_sleep.apis]
}

resource "google_artifact_registry_repository_iam_binding" "functions_writers" {
  project    = var.project_id
  location   = var.region
  repository = google_artifact_registry_repository.functions.repository_id
  role       = "roles/artifactregistry.writer"
  members    = [google_service_account.build.member]

  lifecycle {
    replace_triggered_by = [google_artifact_registry_repository.functions.id]
  }
}

resource "google_storage_bucket_iam_binding" "source_readers" {
  bucket  = google_storage_bucket.source.name
  role    = "roles/storage.objectViewer"
  members = [google_service_account.build.member]

  lifecycle {
    replace_triggered_by = [google_storage_bucket.source.id]
  }
}

# Cloud Functions copies the source to a bucket of its own, which it makes with the first
# build, so this right is the project's, and its condition names the bucket. Without the
# condition a build, which runs the code of every dependency, could read customers' files.
resource "google_project_iam_member" "build_sources" {
  project = var.project_id
  role    = "roles/storage.objectViewer"
  member  = google_service_account.build.member

  condition {
    title      = "sources"
    expression = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-\")"
  }
}

resource "google_project_iam_member" "build_logs" {
  project = var.project_id
  role    = "roles/logging.logWriter"
  member  = google_service_account.build.member
}
