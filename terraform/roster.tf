# The first roster, so that somebody can sign in to a new desk. It seeds the roster and
# does not own it: what Terraform keeps is one document that asks the function roster to
# add whoever was never there. The function has a change of its own for each address, for
# ever, so nobody who was removed comes back with an apply, or after the document was
# deleted by hand. An entry that Terraform owned would: it is created whenever it is not
# there, which ignore_changes does not help against.

locals {
  # The addresses are in the text and not in documents' names: the provider puts those
  # into a URL as they are, where + & # and % mean something else.
  first_roster = jsonencode({
    for email, agent in var.agents : email => {
      display_name = agent.display_name
      role         = agent.role
      queues       = agent.queues
      skills       = agent.skills
      capacity     = agent.capacity
      languages    = agent.languages
    }
  })
}

resource "google_firestore_document" "first_roster" {
  count = length(var.agents) > 0 ? 1 : 0

  project    = var.project_id
  database   = google_firestore_database.database.name
  collection = "rosterChanges"
  # A new name for another text: the function gives each document its outcome once.
  document_id = "seed-${substr(sha256(local.first_roster), 0, 16)}"
  fields = jsonencode({
    kind     = { stringValue = "seed" }
    operator = { stringValue = "terraform" }
    status   = { stringValue = "pending" }
    roster   = { stringValue = local.first_roster }
  })

  lifecycle {
    ignore_changes = [fields] # the function writes the outcome into it
  }

  # Where the function is not there yet, the event is lost, and the timer's round finds the
  # document a minute after both are.
  depends_on = [google_firestore_document.routing]
}
