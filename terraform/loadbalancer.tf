# An external load balancer with Cloud Armor in front of the webhook, when
# var.load_balancer names a domain, and of the desk when it names another. It costs something every hour whether messages
# come or not, and the function stands a flood without it: what is not signed is
# refused, and instances are capped. With it a flood is refused before it takes up
# those instances, and channels have an address that stays whatever is behind it.

locals {
  load_balanced = var.load_balancer.webhook_domain != null
  desk_balanced = local.load_balanced && var.load_balancer.desk_domain != null

  domains = compact([var.load_balancer.webhook_domain, var.load_balancer.desk_domain])
}

resource "google_compute_global_address" "webhook" {
  count = local.load_balanced ? 1 : 0

  project     = var.project_id
  name        = "${var.prefix}-webhook"
  description = "The webhook's address: the domain's A record."

  depends_on = [time_sleep.apis]
}

# It is issued when the domain leads to the address, and renewed while it does.
resource "google_compute_managed_ssl_certificate" "webhook" {
  count = local.load_balanced ? 1 : 0

  project = var.project_id
  # Its domains cannot be changed, so another one is another certificate, which has to
  # be there before this one goes.
  name = "${var.prefix}-webhook-${substr(sha256(join(",", local.domains)), 0, 8)}"

  managed {
    domains = local.domains
  }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [time_sleep.apis]
}

resource "google_compute_ssl_policy" "webhook" {
  count = local.load_balanced ? 1 : 0

  project         = var.project_id
  name            = "${var.prefix}-webhook"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"

  depends_on = [time_sleep.apis]
}

resource "google_compute_region_network_endpoint_group" "webhook" {
  count = local.load_balanced ? 1 : 0

  project               = var.project_id
  region                = var.region
  name                  = "${var.prefix}-webhook"
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = module.webhook.service
  }

  depends_on = [time_sleep.apis]
}

# Rules are tried by their priority, the lowest number first, until one decides.
#
# There is none of the preconfigured rules against SQL injection and the like: a
# body is a customer's words, which may well be about SELECT or <script>, and a
# message that is refused here is a customer who is not heard. The function takes a
# body as bytes, and as nothing else, until its signature is verified.
resource "google_compute_security_policy" "webhook" {
  count = local.load_balanced ? 1 : 0

  project     = var.project_id
  name        = "${var.prefix}-webhook"
  description = "What may reach the webhook of Frontdesk."
  type        = "CLOUD_ARMOR"

  rule {
    priority    = 1000
    action      = "deny(404)"
    description = "Only POST, and only to what can be an account."
    match {
      expr {
        expression = "request.method != 'POST' || !request.path.matches('^/[a-z][a-z0-9-]{0,38}$')"
      }
    }
  }

  # A body without a length is the function's to cut off.
  rule {
    priority    = 1100
    action      = "deny(403)"
    description = "No body longer than the webhook reads."
    match {
      expr {
        expression = "has(request.headers['content-length']) && int(request.headers['content-length']) > 524288" # functions/webhook.MaxBody
      }
    }
  }

  # Not a ban: a channel's servers are few, and send much at once when they catch up.
  # What is refused with 429 they send again.
  rule {
    priority    = 2000
    action      = "throttle"
    description = "So many requests a minute from one address."
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
    rate_limit_options {
      conform_action = "allow"
      exceed_action  = "deny(429)"
      enforce_on_key = "IP"
      rate_limit_threshold {
        count        = var.load_balancer.requests_per_minute
        interval_sec = 60
      }
    }
  }

  # Every policy has to have it. Nothing gets this far.
  rule {
    priority    = 2147483647
    action      = "deny(403)"
    description = "The rest."
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
  }

  depends_on = [time_sleep.apis]
}

resource "google_compute_backend_service" "webhook" {
  count = local.load_balanced ? 1 : 0

  project               = var.project_id
  name                  = "${var.prefix}-webhook"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.webhook[0].id

  backend {
    group = google_compute_region_network_endpoint_group.webhook[0].id
  }

  # Who was refused, and by which rule, is nowhere else.
  log_config {
    enable      = true
    sample_rate = 1
  }
}

resource "google_compute_region_network_endpoint_group" "desk" {
  count = local.desk_balanced ? 1 : 0

  project               = var.project_id
  region                = var.region
  name                  = "${var.prefix}-desk"
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = module.desk.service
  }

  depends_on = [time_sleep.apis]
}

# Without the webhook's rules, which are about what a channel posts. The desk gives
# nothing to whoever has not signed in.
resource "google_compute_backend_service" "desk" {
  count = local.desk_balanced ? 1 : 0

  project               = var.project_id
  name                  = "${var.prefix}-desk"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"

  backend {
    group = google_compute_region_network_endpoint_group.desk[0].id
  }
}

resource "google_compute_url_map" "webhook" {
  count = local.load_balanced ? 1 : 0

  project         = var.project_id
  name            = "${var.prefix}-webhook"
  default_service = google_compute_backend_service.webhook[0].id

  dynamic "host_rule" {
    for_each = local.desk_balanced ? [var.load_balancer.desk_domain] : []
    content {
      hosts        = [host_rule.value]
      path_matcher = "desk"
    }
  }

  dynamic "path_matcher" {
    for_each = google_compute_backend_service.desk[*].id
    content {
      name            = "desk"
      default_service = path_matcher.value
    }
  }
}

resource "google_compute_target_https_proxy" "webhook" {
  count = local.load_balanced ? 1 : 0

  project          = var.project_id
  name             = "${var.prefix}-webhook"
  url_map          = google_compute_url_map.webhook[0].id
  ssl_certificates = [google_compute_managed_ssl_certificate.webhook[0].id]
  ssl_policy       = google_compute_ssl_policy.webhook[0].id
}

resource "google_compute_global_forwarding_rule" "webhook" {
  count = local.load_balanced ? 1 : 0

  project               = var.project_id
  name                  = "${var.prefix}-webhook"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.webhook[0].id
  port_range            = "443"
  target                = google_compute_target_https_proxy.webhook[0].id
}

# For people who type the address; no channel posts in the clear.
resource "google_compute_url_map" "redirect" {
  count = local.load_balanced ? 1 : 0

  project = var.project_id
  name    = "${var.prefix}-webhook-redirect"

  default_url_redirect {
    https_redirect         = true
    redirect_response_code = "PERMANENT_REDIRECT" # 308: a POST stays one
    strip_query            = false
  }

  depends_on = [time_sleep.apis]
}

resource "google_compute_target_http_proxy" "redirect" {
  count = local.load_balanced ? 1 : 0

  project = var.project_id
  name    = "${var.prefix}-webhook-redirect"
  url_map = google_compute_url_map.redirect[0].id
}

resource "google_compute_global_forwarding_rule" "redirect" {
  count = local.load_balanced ? 1 : 0

  project               = var.project_id
  name                  = "${var.prefix}-webhook-redirect"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.webhook[0].id
  port_range            = "80"
  target                = google_compute_target_http_proxy.redirect[0].id
}
