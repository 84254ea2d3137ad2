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
  type             = "zip"
  output_path      = "${path.module}/.terraform/source.zip"
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

  depends_on = [google_project_service.service]
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

  depends_on = [google_project_service.service]
}

# The bucket and the registry that Cloud Functions builds from and to are its
# own and made by its first build, so these rights are the project's.
resource "google_project_iam_member" "build" {
  for_each = toset([
    "roles/artifactregistry.writer",
    "roles/logging.logWriter",
    "roles/storage.objectViewer",
  ])

  project = var.project_id
  role    = each.key
  member  = google_service_account.build.member
}
