# What is uploaded and built.

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

run "the_archive_holds_what_deploys" {
  command = plan

  assert {
    condition = length(setsubtract(
      setunion(["go.mod", "go.sum", "frontdesk.go", "wire.go", "functions/desk/dist/index.html"], [for name in fileset("${path.module}/..", "functions/*/*.go") : name if !endswith(name, "_test.go")]),
      local.source_files,
    )) == 0
    error_message = "Something that deploys is not in the archive."
  }

  assert {
    condition = alltrue([for name in local.source_files :
      length(regexall("^(go\\.(mod|sum)|[a-z0-9_]+\\.go|(functions|shared)/.+)$", name)) == 1
      && length(regexall("_test\\.go$|testdata|node_modules|/web/|(^|/)\\.|~$", name)) == 0
    ])
    error_message = "Something that does not deploy is in the archive: ${join(" ", local.source_files)}"
  }

  assert {
    condition     = toset([for file in data.archive_file.source.source : file.filename]) == toset(local.source_files)
    error_message = "The archive is not the list."
  }
}

run "functions_are_built_from_the_archive_by_its_hash" {
  command = plan

  assert {
    condition     = google_storage_bucket_object.source.name == "source-${data.archive_file.source.output_sha256}.zip"
    error_message = "New source under an old name would not be deployed."
  }

  assert {
    condition     = data.archive_file.source.output_path == "${path.module}/.terraform/${var.project_id}.zip"
    error_message = "Of two environments planned from one checkout, the first would be deployed from the other's archive."
  }

  assert {
    condition = alltrue([for function in [
      module.webhook.function, module.routing.function, module.reply.function, module.action.function,
      module.start.function, module.presence.function, module.roster.function, module.erase.function, module.timer.function, module.media.function, module.desk.function,
      ] : (
      function.build_config[0].source[0].storage_source[0].bucket == google_storage_bucket.source.name
      && function.build_config[0].source[0].storage_source[0].object == google_storage_bucket_object.source.name
    )])
    error_message = "A function is built from something else."
  }

  assert {
    condition     = google_storage_bucket.source.public_access_prevention == "enforced" && google_storage_bucket.source.uniform_bucket_level_access
    error_message = "The source can be made public by one object's access list."
  }
}
