# The load balancer in front of the webhook: nothing without a domain, and with one
# no way around it.

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

run "without_a_domain_there_is_none" {
  command = plan

  assert {
    condition = length(concat(
      google_compute_global_address.webhook, google_compute_managed_ssl_certificate.webhook, google_compute_ssl_policy.webhook,
      google_compute_region_network_endpoint_group.webhook, google_compute_security_policy.webhook, google_compute_backend_service.webhook,
      google_compute_url_map.webhook, google_compute_target_https_proxy.webhook, google_compute_global_forwarding_rule.webhook,
      google_compute_url_map.redirect, google_compute_target_http_proxy.redirect, google_compute_global_forwarding_rule.redirect,
    )) == 0
    error_message = "Something of the load balancer is there, and paid for, without being asked for."
  }

  assert {
    condition     = !contains(keys(google_project_service.service), "compute.googleapis.com")
    error_message = "Compute Engine's API is on for nothing."
  }
}

run "with_a_domain_it_is_the_only_way" {
  command = plan

  variables {
    load_balancer = { webhook_domain = "webhook.acme.example" }
  }

  assert {
    condition     = module.webhook.function.service_config[0].ingress_settings == "ALLOW_INTERNAL_AND_GCLB"
    error_message = "Requests can go past the load balancer, or not reach the function at all."
  }

  # Whom a binding names still matters: the load balancer comes without an identity.
  assert {
    condition     = module.webhook.invokers.members == toset(["allUsers"])
    error_message = "The function refuses what the load balancer passes on."
  }

  assert {
    condition = (
      output.webhook_urls == { acme = "https://webhook.acme.example/acme", acme-rcs = "https://webhook.acme.example/acme-rcs" }
      && output.load_balancer_address == "192.0.2.1"
      && strcontains(output.next_steps.project[0], "webhook.acme.example to 192.0.2.1")
      && strcontains(output.next_steps.accounts.acme[2], "https://webhook.acme.example/acme")
    )
    error_message = "The outputs lead elsewhere: ${jsonencode(output.next_steps)}"
  }

  assert {
    condition     = contains(keys(google_project_service.service), "compute.googleapis.com")
    error_message = "Compute Engine's API is off."
  }
}

run "the_desk_can_have_a_domain_too" {
  command = plan

  variables {
    load_balancer = { webhook_domain = "webhook.acme.example", desk_domain = "desk.acme.example" }
  }

  assert {
    condition = (
      google_compute_url_map.webhook[0].default_service == google_compute_backend_service.webhook[0].id
      && [for rule in google_compute_url_map.webhook[0].host_rule : rule.hosts] == [toset(["desk.acme.example"])]
      && google_compute_url_map.webhook[0].path_matcher[0].default_service == google_compute_backend_service.desk[0].id
      && google_compute_region_network_endpoint_group.desk[0].cloud_run[0].service == "frontdesk-desk"
    )
    error_message = "The load balancer does not tell the desk from the webhook."
  }

  assert {
    condition     = google_compute_managed_ssl_certificate.webhook[0].managed[0].domains == tolist(["webhook.acme.example", "desk.acme.example"])
    error_message = "The certificate is not of both."
  }

  # Agents sign in at the domain and nowhere else.
  assert {
    condition = (
      output.desk_url == "https://desk.acme.example"
      && module.desk.function.service_config[0].ingress_settings == "ALLOW_INTERNAL_AND_GCLB"
      && toset(google_identity_platform_config.sign_in.authorized_domains) == toset(["desk.acme.example", "my-frontdesk.firebaseapp.com"])
      && toset(google_apikeys_key.desk.restrictions[0].browser_key_restrictions[0].allowed_referrers) == toset(["https://desk.acme.example/*", "https://my-frontdesk.firebaseapp.com/*"])
    )
    error_message = "Agents cannot sign in at the domain, or can elsewhere."
  }

  assert {
    condition     = google_compute_backend_service.desk[0].security_policy == null
    error_message = "The webhook's rules refuse what browsers ask the desk for."
  }
}

run "agents_can_move_to_it" {
  command = plan

  variables {
    load_balancer = { webhook_domain = "webhook.acme.example", desk_domain = "desk.acme.example", exclusive = false }
  }

  assert {
    condition = (
      module.desk.function.service_config[0].ingress_settings == "ALLOW_ALL"
      && contains(google_identity_platform_config.sign_in.authorized_domains, "frontdesk-desk-123456789012.europe-west1.run.app")
      && contains(google_apikeys_key.desk.restrictions[0].browser_key_restrictions[0].allowed_referrers, "https://frontdesk-desk-123456789012.europe-west1.run.app/*")
    )
    error_message = "Agents are shut out of the old address while they move."
  }
}

run "a_channel_can_move_to_it" {
  command = plan

  variables {
    load_balancer = { webhook_domain = "webhook.acme.example", exclusive = false }
  }

  assert {
    condition     = module.webhook.function.service_config[0].ingress_settings == "ALLOW_ALL" && length(google_compute_backend_service.webhook) == 1
    error_message = "What the channel posts to the function's own address is refused."
  }
}

run "no_domain_no_exclusion" {
  command = plan

  variables {
    load_balancer = { exclusive = true }
  }

  assert {
    condition     = module.webhook.function.service_config[0].ingress_settings == "ALLOW_ALL"
    error_message = "The function is closed, and there is no load balancer."
  }
}

run "what_cannot_be_a_message_is_refused_at_the_edge" {
  command = plan

  variables {
    load_balancer = { webhook_domain = "webhook.acme.example", requests_per_minute = 120 }
  }

  # Sorted as they are tried. The last one is there because a policy must have it.
  assert {
    condition = sort([for rule in google_compute_security_policy.webhook[0].rule : format("%010d %s", rule.priority, rule.action)]) == tolist([
      "0000001000 deny(404)", "0000001100 deny(403)", "0000002000 throttle", "2147483647 deny(403)",
    ])
    error_message = "The rules are others, or in another order: before the throttle everything is let through."
  }

  assert {
    condition = alltrue([for rule in google_compute_security_policy.webhook[0].rule : (
      rule.rate_limit_options[0].conform_action == "allow"
      && rule.rate_limit_options[0].exceed_action == "deny(429)"
      && rule.rate_limit_options[0].enforce_on_key == "IP"
      && one(rule.rate_limit_options[0].rate_limit_threshold).count == 120
      && one(rule.rate_limit_options[0].rate_limit_threshold).interval_sec == 60
      && one(rule.match[0].config[0].src_ip_ranges) == "*"
    ) if rule.action == "throttle"])
    error_message = "Senders are not throttled, or all of them together."
  }

  assert {
    condition = startswith(one(flatten([
      for rule in google_compute_security_policy.webhook[0].rule : rule.match[0].expr[*].expression if rule.priority == 1000
    ])), "request.method != 'POST' || !request.path.matches(")
    error_message = "Other methods than POST, or other paths than an account's, reach the webhook."
  }

  # Cloud Armor's regular expressions are RE2, as Terraform's.
  assert {
    condition = { for path in ["/acme", "/a", "/acme-2", "/", "/Acme", "/acme/", "/acme/x", "/-a", "/a%2fb", "/wp-login.php", "//acme"] :
      path => length(regexall(one(flatten(regexall("path[.]matches\\('([^']+)'\\)", one([
        for rule in google_compute_security_policy.webhook[0].rule : rule.match[0].expr[0].expression if rule.priority == 1000
      ])))), path)) == 1
      } == {
      "/acme" = true, "/a" = true, "/acme-2" = true, "/" = false, "/Acme" = false, "/acme/" = false, "/acme/x" = false, "/-a" = false, "/a%2fb" = false, "/wp-login.php" = false, "//acme" = false
    }
    error_message = "An account's path is refused at the edge, or what cannot be one is not."
  }

  assert {
    condition = strcontains(one(flatten([
      for rule in google_compute_security_policy.webhook[0].rule : rule.match[0].expr[*].expression if rule.priority == 1100
    ])), "int(request.headers['content-length']) > 524288")
    error_message = "Bodies that the webhook does not read are not refused."
  }

  # A customer's words are none of a firewall's business.
  assert {
    condition     = alltrue([for rule in google_compute_security_policy.webhook[0].rule : !strcontains(jsonencode(rule.match[0].expr), "evaluatePreconfigured")])
    error_message = "A message is refused for what a customer wrote in it."
  }
}

run "it_leads_to_the_webhook" {
  command = plan

  variables {
    load_balancer = { webhook_domain = "webhook.acme.example" }
  }

  assert {
    condition = (
      google_compute_region_network_endpoint_group.webhook[0].cloud_run[0].service == module.webhook.service
      && google_compute_region_network_endpoint_group.webhook[0].network_endpoint_type == "SERVERLESS"
      && google_compute_region_network_endpoint_group.webhook[0].region == "europe-west1"
    )
    error_message = "It leads to another service."
  }

  # Of both schemes there is a load balancer; parts of one do not fit the other.
  assert {
    condition = distinct([for part in [
      google_compute_backend_service.webhook[0], google_compute_global_forwarding_rule.webhook[0], google_compute_global_forwarding_rule.redirect[0],
    ] : part.load_balancing_scheme]) == tolist(["EXTERNAL_MANAGED"])
    error_message = "Its parts are of two kinds."
  }

  assert {
    condition = (
      one(google_compute_managed_ssl_certificate.webhook[0].managed).domains == tolist(["webhook.acme.example"])
      && google_compute_ssl_policy.webhook[0].min_tls_version == "TLS_1_2"
      && google_compute_global_forwarding_rule.webhook[0].port_range == "443"
    )
    error_message = "It answers for another domain, or with old TLS."
  }

  assert {
    condition = (
      google_compute_url_map.redirect[0].default_url_redirect[0].https_redirect
      && google_compute_url_map.redirect[0].default_url_redirect[0].redirect_response_code == "PERMANENT_REDIRECT"
      && google_compute_global_forwarding_rule.redirect[0].port_range == "80"
    )
    error_message = "What comes in the clear is answered in the clear."
  }
}

run "another_domain_is_another_certificate" {
  command = plan

  variables {
    load_balancer = { webhook_domain = "messages.acme.example" }
  }

  assert {
    condition     = google_compute_managed_ssl_certificate.webhook[0].name == "frontdesk-webhook-${substr(sha256("messages.acme.example"), 0, 8)}"
    error_message = "The new certificate has the name of the one that it takes over from, and cannot be made before that one goes."
  }
}
