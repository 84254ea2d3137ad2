variable "name" {
  description = "The one word for the function: its folder, its entry point, its service account, its log label."
  type        = string
  nullable    = false

  validation {
    condition     = length(regexall("^[a-z]{1,12}$", var.name)) == 1
    error_message = "name: \"${var.name}\" is not one lower-case word of at most 12 letters."
  }
}

variable "description" {
  description = "What the function does, in a sentence."
  type        = string
  nullable    = false
}

variable "deployment" {
  description = "Where the function goes, the archive that it is built from, the service account that builds it, the repository of its images, its runtime, and what every function reads from its environment."
  type = object({
    project_id    = string
    region        = string
    prefix        = string
    bucket        = string
    object        = string
    build_account = string
    images        = string
    runtime       = string
    settings      = map(string)
  })
  nullable = false
}

variable "settings" {
  description = "What the function reads from its environment, beside the project's id and what every function reads."
  type        = map(string)
  nullable    = false
  default     = {}
}

variable "ingress" {
  description = "Where requests may come from: ALLOW_ALL is the internet, ALLOW_INTERNAL_AND_GCLB the project's load balancers, ALLOW_INTERNAL_ONLY Google Cloud's own services in the project."
  type        = string
  nullable    = false
  default     = "ALLOW_INTERNAL_ONLY"

  validation {
    condition     = contains(["ALLOW_ALL", "ALLOW_INTERNAL_AND_GCLB", "ALLOW_INTERNAL_ONLY"], var.ingress)
    error_message = "ingress: there is no \"${var.ingress}\", only ALLOW_ALL, ALLOW_INTERNAL_AND_GCLB and ALLOW_INTERNAL_ONLY."
  }
}

variable "invokers" {
  description = "Members who may call the function, and no others. Empty where Cloud Run's check is switched off by hand."
  type        = list(string)
  nullable    = false
}

variable "grants" {
  description = "Ids of the grants to the function's identity: they are made before anybody may call it."
  type        = list(string)
  nullable    = false
}

variable "limits" {
  description = "Instances, requests at a time in each, seconds for a request, memory of an instance."
  type = object({
    min_instances = number
    max_instances = number
    concurrency   = number
    timeout       = number
    memory        = string
  })
  nullable = false

  validation {
    condition     = var.limits.concurrency >= 1 && var.limits.concurrency <= 1000
    error_message = "limits: concurrency is 1 to 1000, not ${var.limits.concurrency}."
  }

  validation {
    condition     = var.limits.timeout >= 1 && var.limits.timeout <= 540
    error_message = "limits: timeout is 1 to 540 seconds, not ${var.limits.timeout}."
  }
}

variable "trigger" {
  description = "The Firestore event that wakes the function: its type and documents, the database and its location, the identity that it comes with. Without one the function is called by HTTP."
  type = object({
    type            = string
    document        = string
    database        = string
    location        = string
    service_account = string
  })
  default = null
}
