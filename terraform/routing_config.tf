# The routing configuration: one document and so one atomic write. A function
# never sees half of an apply. What is in it is what the admin wrote, in the same
# words, without what was left out. shared/configuration.Spec reads it and refuses a field
# that it does not know.

locals {
  routing_config = {
    accounts = {
      for name, account in var.accounts : name => {
        display_name = account.display_name
        channel      = account.channel
        partner_id   = account.partner_id
        workstream   = account.workstream
        brand_agents = account.brand_agents

        region            = account.region
        traffic_type      = account.traffic_type
        time_to_live      = account.time_to_live
        outbound          = account.outbound
        outbound_per_hour = account.outbound_per_hour
        country           = account.country
        closing           = account.closing
        # The other fields belong to the deployment.
      }
    }
    workstreams        = var.workstreams
    queues             = var.queues
    hours              = var.hours
    automated_messages = var.automated_messages
    quick_replies      = var.quick_replies
    macros             = var.macros
    tags               = var.tags
    outcomes           = var.outcomes
    masking            = var.masking
    agent_domains      = var.agent_domains
    stop_words         = var.stop_words
    # Agents go into the roster; tests are not deployed.
  }

  # What was left out is null to Terraform, and is taken out of the text: a field
  # that a later release knows must not change the version of those who do not use
  # it. Terraform has no recursion to do so at every depth, but in the text it is
  # easy. `"key":null` is never a part of what an admin wrote: within a text,
  # quotes are escaped, \"key\":null, and a key begins right after { or a comma.
  # First the nulls that something follows, several in a row at once; then those
  # that end an object; then those that were all of one.
  routing_text = replace(replace(replace(jsonencode(local.routing_config),
    "/([{,])(\"[A-Za-z0-9_-]+\":null,)+/", "$1"),
    "/,\"[A-Za-z0-9_-]+\":null[}]/", "}"),
    "/[{]\"[A-Za-z0-9_-]+\":null[}]/", "{}"
  )
  routing_version = substr(sha256(local.routing_text), 0, 16) # as shared/configuration.Version
}

resource "google_firestore_document" "routing" {
  project     = var.project_id
  database    = google_firestore_database.database.name
  collection  = "config"
  document_id = "current"
  fields = jsonencode({
    version = { stringValue = local.routing_version }
    routing = { stringValue = local.routing_text }
  })

  lifecycle {
    # 1 MiB less the rest of the document. The API would say so too, halfway
    # through an apply.
    precondition {
      condition     = length(base64encode(local.routing_text)) / 4 * 3 <= 1000000
      error_message = "The routing configuration is longer than a Firestore document may be, 1 MiB."
    }
  }
}
