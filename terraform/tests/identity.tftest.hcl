# Who may sign in, from where, and what the key that every browser has is good for.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {
  override_during = plan
}

mock_provider "time" {
  override_during = plan
}

run "agents_sign_in_with_google_and_nothing_else" {
  command = plan

  assert {
    condition = (
      !google_identity_platform_config.sign_in.client[0].permissions[0].disabled_user_signup
      && !google_identity_platform_config.sign_in.sign_in[0].email[0].enabled
    )
    error_message = "Whoever signs in with Google gets no account, or there are passwords that nobody asked for."
  }

  assert {
    condition     = google_identity_platform_config.sign_in.mfa[0].state == "DISABLED"
    error_message = "There is a second factor without a first one."
  }

  assert {
    condition = (
      !google_identity_platform_config.sign_in.sign_in[0].allow_duplicate_emails
      && length(google_identity_platform_config.sign_in.sign_in[0].anonymous) == 0
      && length(google_identity_platform_config.sign_in.sign_in[0].phone_number) == 0
    )
    error_message = "Two accounts can have one address, or somebody can sign in without one."
  }

  assert {
    condition     = module.desk.function.service_config[0].environment_variables.SIGN_IN_WITH_PASSWORD == "false"
    error_message = "The desk asks for a password that nobody has."
  }

  assert {
    condition     = module.desk.function.service_config[0].environment_variables.IDLE_TIMEOUT == "120m"
    error_message = "Whoever leaves the desk stays signed in for another time than two hours."
  }

  assert {
    condition     = startswith(output.next_steps.project[0], "Switch on sign-in with Google") && length([for step in output.next_steps.project : step if startswith(step, "Make an account")]) == 0
    error_message = "The next steps are ${jsonencode(output.next_steps.project)}"
  }
}

run "with_passwords_accounts_are_made_by_an_admin" {
  command = plan

  variables {
    sign_in = { password = true }
  }

  assert {
    condition = (
      google_identity_platform_config.sign_in.client[0].permissions[0].disabled_user_signup
      && google_identity_platform_config.sign_in.sign_in[0].email[0].enabled
      && google_identity_platform_config.sign_in.sign_in[0].email[0].password_required
    )
    error_message = "A stranger can make an account for an agent's address, or agents cannot sign in with a password."
  }

  assert {
    condition     = module.desk.function.service_config[0].environment_variables.SIGN_IN_WITH_PASSWORD == "true"
    error_message = "The desk does not ask for the password."
  }

  assert {
    condition     = startswith(output.next_steps.project[1], "Make an account for each agent")
    error_message = "The next steps are ${jsonencode(output.next_steps.project)}"
  }
}

# Everybody's mandatory factor would be that of agents who sign in with Google, too.
run "with_passwords_there_is_a_second_factor" {
  command = plan

  variables {
    sign_in = { password = true }
  }

  assert {
    condition = (
      google_identity_platform_config.sign_in.mfa[0].state == "ENABLED"
      && length(google_identity_platform_config.sign_in.mfa[0].provider_configs) == 1
      && google_identity_platform_config.sign_in.mfa[0].provider_configs[0].state == "ENABLED"
      && google_identity_platform_config.sign_in.mfa[0].provider_configs[0].totp_provider_config[0].adjacent_intervals == 1
    )
    error_message = "Agents cannot add an authenticator app, or Google's sign-in asks for one."
  }

  assert {
    condition     = module.desk.function.service_config[0].environment_variables.SIGN_IN_SECOND_FACTOR == "true"
    error_message = "The desk does not ask for the code."
  }
}

run "a_second_factor_can_be_left_out" {
  command = plan

  variables {
    sign_in = { password = true, second_factor = false }
  }

  assert {
    condition = (
      google_identity_platform_config.sign_in.mfa[0].state == "DISABLED"
      && module.desk.function.service_config[0].environment_variables.SIGN_IN_SECOND_FACTOR == "false"
    )
    error_message = "The desk asks for a code that the rules do not want."
  }
}

run "an_admin_can_make_the_accounts_of_google_too" {
  command = plan

  variables {
    sign_in = { sign_up = false }
  }

  assert {
    condition     = google_identity_platform_config.sign_in.client[0].permissions[0].disabled_user_signup
    error_message = "An account is made for whoever signs in."
  }
}

# Another page could lead agents to a sign-in of its own and keep what they get.
run "sign_in_begins_at_the_desk_only" {
  command = plan

  assert {
    condition     = google_identity_platform_config.sign_in.authorized_domains == tolist(["frontdesk-desk-123456789012.europe-west1.run.app", "my-frontdesk.firebaseapp.com"])
    error_message = "Another page may begin a sign-in, or the desk may not."
  }

  assert {
    condition = (
      local.desk_url == "https://${module.desk.service}-123456789012.${module.desk.function.location}.run.app"
      && module.desk.function.service_config[0].environment_variables.FIREBASE_AUTH_DOMAIN == google_identity_platform_config.sign_in.authorized_domains[1]
    )
    error_message = "The desk is not where its sign-in is allowed."
  }
}

# The Firebase SDK sends the key to Firestore, too; without the host of the sign-in's
# pop-up among the referrers, the pop-up fails and the desk hears nothing of it.
run "the_browsers_key_is_good_for_the_desk_only" {
  command = plan

  assert {
    condition = [for target in google_apikeys_key.desk.restrictions[0].api_targets : target.service] == [
      "firestore.googleapis.com", "identitytoolkit.googleapis.com", "securetoken.googleapis.com",
    ]
    error_message = "The key opens another API, or not one that the desk needs."
  }

  assert {
    condition = google_apikeys_key.desk.restrictions[0].browser_key_restrictions[0].allowed_referrers == tolist([
      "https://frontdesk-desk-123456789012.europe-west1.run.app/*",
      "https://my-frontdesk.firebaseapp.com/*",
    ])
    error_message = "Another page may use the key, or the desk may not."
  }

  assert {
    condition     = length(setsubtract(["apikeys.googleapis.com", "firestore.googleapis.com", "identitytoolkit.googleapis.com", "securetoken.googleapis.com"], keys(google_project_service.service))) == 0
    error_message = "An API of the sign-in is not switched on."
  }
}

# The argument for an identity provider's secret is not write-only.
run "no_provider_s_secret_is_in_the_state" {
  command = plan

  assert {
    condition     = length(flatten([for name in fileset(path.module, "*.tf") : regexall("\nresource \"google_identity_platform_[a-z_]*idp_config\"|\n +client_secret +=", file("${path.module}/${name}"))])) == 0
    error_message = "An identity provider's secret is given to Terraform, which writes it into the state."
  }
}
