# What most tests run with: no rules, no hours, nothing that the system says or
# does by itself. Three brand agents in two accounts.

project_id         = "demo-emulator-test"
region             = "europe-west1"
firestore_location = "europe-west1"

accounts = {
  northwind = {
    display_name = "Northwind"
    partner_id   = "p-1"
    workstream   = "support"
    brand_agents = {
      desk   = { brand_id = "northwind", agent_id = "desk" }
      orders = { brand_id = "northwind", agent_id = "orders", workstream = "orders" }
    }
  }
  outlet = {
    workstream   = "support"
    impersonate  = "sender@demo-emulator-test.iam.gserviceaccount.com"
    brand_agents = { shop = { brand_id = "outlet", agent_id = "shop" } }
  }
}

workstreams = {
  support = {
    fallback_queue = "front-desk"
    attachments    = true
    survey         = true
    distribution   = { mode = "pick" }
    wrap_up        = { blocks = "never" }
  }
  orders = { fallback_queue = "orders", distribution = { mode = "pick" } }
}

queues = {
  front-desk = { display_name = "Front desk" }
  orders     = { display_name = "Orders" }
}

agents = {
  "jo@northwind.example"  = { display_name = "Jo", role = "supervisor", queues = ["front-desk", "orders"], capacity = 1000 }
  "kim@northwind.example" = { display_name = "Kim" }
  "sam@northwind.example" = { display_name = "Sam", role = "supervisor", skills = { french = 7 }, capacity = 5 }
}
