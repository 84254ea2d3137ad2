# Who read what in the database, in the audit logs. The rules keep a record of every
# conversation that somebody opens who does not work on it; they cannot tell what a list
# of conversations found, nor what an administrator reads in Google's console.
resource "google_project_iam_audit_config" "database" {
  count = var.audit_reads ? 1 : 0

  project = var.project_id
  # Firestore's name for this, although its log entries say firestore.googleapis.com.
  service = "datastore.googleapis.com"

  # The functions read for each message, and nobody looks at it: without them the log is
  # of people.
  audit_log_config {
    log_type = "DATA_READ"
    exempted_members = concat([
      google_project_iam_member.action_firestore.member,
      google_project_iam_member.erase_firestore.member,
      google_project_iam_member.presence_firestore.member,
      google_project_iam_member.reply_firestore.member,
      google_project_iam_member.roster_firestore.member,
      google_project_iam_member.routing_firestore.member,
      google_project_iam_member.start_firestore.member,
      google_project_iam_member.timer_firestore.member,
    ], google_project_iam_member.export_firestore[*].member)
  }
}
