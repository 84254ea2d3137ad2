# Who agents are: Identity Platform, which signs them in, and the key that the desk
# speaks to it with. Being signed in opens nothing yet: firestore.rules want an
# address that is proven and on the roster.

locals {
  # Google's own host for a project's sign-in pages.
  auth_domain = "${var.project_id}.firebaseapp.com"

  sign_up = var.sign_in.sign_up == null ? !var.sign_in.password : var.sign_in.sign_up

  # Whether a password is not enough.
  second_factor = var.sign_in.password && var.sign_in.second_factor
}

# Cannot be deleted: `terraform destroy` forgets it, and a later apply wants it
# imported, see docs/deploy.md.
resource "google_identity_platform_config" "sign_in" {
  project = var.project_id

  # The pages that may begin a sign-in; without a list it would be localhost, too.
  authorized_domains = concat(local.desk_hosts, [local.auth_domain])

  sign_in {
    allow_duplicate_emails = false # the roster knows people by their address

    email {
      enabled           = var.sign_in.password
      password_required = true
    }
  }

  # The codes of authenticator apps. Not MANDATORY, which is for everybody, those who sign in
  # with Google too, whose second factor is Google's business. The rules demand it of
  # passwords: firestore.rules.
  mfa {
    state = local.second_factor ? "ENABLED" : "DISABLED"

    provider_configs {
      state = local.second_factor ? "ENABLED" : "DISABLED"

      totp_provider_config {
        adjacent_intervals = 1 # a phone's clock may be half a minute wrong
      }
    }
  }

  client {
    permissions {
      # With passwords, whoever may make an account by themselves makes one for a
      # colleague's address, and has only to wait until the colleague clicks on the
      # mail that asks to confirm it: the account is proven then, and the password
      # is the stranger's.
      disabled_user_signup   = !local.sign_up
      disabled_user_deletion = true # an admin made it
    }
  }

  depends_on = [time_sleep.apis]
}

# Sign-in with Google is switched on by hand, docs/deploy.md: the resource for it
# (google_identity_platform_default_supported_idp_config) wants the OAuth client's
# secret in an argument that is not write-only, and would keep it in the state.

# No secret: every browser that opens the desk is given it. The restrictions are so
# that nobody can use it, and the project's quota with it, for anything else.
resource "google_apikeys_key" "desk" {
  project      = var.project_id
  name         = "${var.prefix}-desk"
  display_name = "Frontdesk: the agents' client"

  restrictions {
    dynamic "api_targets" {
      for_each = [
        "firestore.googleapis.com", # needs no key, but the Firebase SDK sends one along
        "identitytoolkit.googleapis.com",
        "securetoken.googleapis.com",
      ]
      content {
        service = api_targets.value
      }
    }

    browser_key_restrictions {
      # The pop-up of a sign-in is a page of the second one.
      allowed_referrers = [for host in concat(local.desk_hosts, [local.auth_domain]) : "https://${host}/*"]
    }
  }

  depends_on = [time_sleep.apis]
}
