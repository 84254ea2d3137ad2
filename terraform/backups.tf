# Copies of the whole database, beside its point-in-time recovery: that one knows
# every minute of the last seven days, and is gone with the database. A backup is
# not, and cannot be deleted by who may only write documents.

resource "google_firestore_backup_schedule" "weekly" {
  count = var.backup_retention_weeks > 0 ? 1 : 0

  project   = var.project_id
  database  = google_firestore_database.database.name
  retention = "${var.backup_retention_weeks * 7 * 24 * 60 * 60}s"

  weekly_recurrence {
    day = "SUNDAY"
  }
}
