# The secrets. Terraform makes them and says who may read them; their values are
# added by hand, or written from variables that are ephemeral into arguments that
# are write-only, so that no value is ever in a plan or in the state.

# The key that conversations' ids are made with. `make secrets` gives it its only
# value. With another one no conversation would be found again: a function reads
# version 1, whatever is added later, and Terraform does not delete the secret.
resource "google_secret_manager_secret" "conversation_key" {
  project             = var.project_id
  secret_id           = "${var.prefix}-conversation-key"
  deletion_protection = var.deletion_protection

  replication {
    user_managed {
      replicas {
        location = var.region # an organisation may allow no other
      }
    }
  }

  depends_on = [time_sleep.apis]
}

# Webhook makes ordering keys with it, routing, start and erase ids. All other functions are
# told the ids.
resource "google_secret_manager_secret_iam_binding" "conversation_key_readers" {
  project   = var.project_id
  secret_id = google_secret_manager_secret.conversation_key.secret_id
  role      = "roles/secretmanager.secretAccessor"
  members   = [module.webhook.member, module.routing.member, module.start.member, module.erase.member]

  lifecycle {
    replace_triggered_by = [google_secret_manager_secret.conversation_key.id]
  }
}

# The keys that the channel signs with: client tokens, one a line.
resource "google_secret_manager_secret" "webhook_keys" {
  for_each = var.accounts

  project   = var.project_id
  secret_id = "${var.prefix}-${each.key}-webhook-keys"
  labels    = { account = each.key }
  annotations = {
    for key, text in { display_name = each.value.display_name, partner_id = each.value.partner_id } : key => text
    if text != null
  }

  replication {
    user_managed {
      replicas {
        location = var.region # an organisation may allow no other
      }
    }
  }

  depends_on = [time_sleep.apis]
}

resource "google_secret_manager_secret_version" "webhook_keys" {
  for_each = {
    for name, account in var.accounts : name => account.client_tokens_version
    if account.client_tokens_version != null
  }

  secret                 = google_secret_manager_secret.webhook_keys[each.key].id
  secret_data_wo         = join("\n", var.client_tokens[each.key])
  secret_data_wo_version = each.value
  deletion_policy        = "DISABLE" # the way back after a wrong token

  # The other way round there is a moment without a version, and a function
  # that starts in it can verify nothing.
  lifecycle {
    create_before_destroy = true
  }
}

# The service account key that messages are sent with, for accounts that do not
# impersonate a service account instead.
resource "google_secret_manager_secret" "credentials" {
  for_each = { for name, account in var.accounts : name => account if account.impersonate == null }

  project   = var.project_id
  secret_id = "${var.prefix}-${each.key}-credentials"
  labels    = { account = each.key }
  annotations = {
    for key, text in { display_name = each.value.display_name, partner_id = each.value.partner_id } : key => text
    if text != null
  }

  replication {
    user_managed {
      replicas {
        location = var.region # an organisation may allow no other
      }
    }
  }

  depends_on = [time_sleep.apis]
}

resource "google_secret_manager_secret_version" "credentials" {
  for_each = {
    for name, account in var.accounts : name => account.service_account_key_version
    if account.service_account_key_version != null
  }

  secret                 = google_secret_manager_secret.credentials[each.key].id
  secret_data_wo         = var.service_account_keys[each.key]
  secret_data_wo_version = each.value
  deletion_policy        = "DISABLE"

  lifecycle {
    create_before_destroy = true
  }
}
