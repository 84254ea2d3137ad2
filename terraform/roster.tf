# The roster's first entries, so that somebody can sign in to a new desk. They are
# written once: supervisors own the roster from then on, and an agent's document
# also holds the agent's presence and load.

resource "google_firestore_document" "agents" {
  for_each = var.agents

  project     = var.project_id
  database    = google_firestore_database.database.name
  collection  = "agents"
  document_id = each.key
  fields = jsonencode({
    displayName = { stringValue = each.value.display_name }
    role        = { stringValue = each.value.role }
    queues      = { arrayValue = { values = [for queue in each.value.queues : { stringValue = queue }] } }
    skills      = { mapValue = { fields = { for skill, level in each.value.skills : skill => { integerValue = tostring(level) } } } }
    capacity    = { integerValue = tostring(each.value.capacity) }
    languages   = { arrayValue = { values = [for language in each.value.languages : { stringValue = language }] } }
  })

  # An agent who is removed from the settings may still have sessions.
  deletion_policy = "ABANDON"

  lifecycle {
    ignore_changes = [fields]
  }
}
