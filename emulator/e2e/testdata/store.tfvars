# A store with a department for each test, so that none is in another's way. A
# customer comes to a department by the context that their phone sends. Nothing is
# said automatically; in some departments agents choose their work themselves.

project_id         = "demo-e2e"
region             = "europe-west1"
firestore_location = "europe-west1"

accounts = {
  store = {
    display_name = "Store"
    workstream   = "support"
    brand_agents = { desk = { brand_id = "store", agent_id = "desk" } }
  }

  # A phone of RCS for Business sends no context, so a department is a brand agent.
  store-rcs = {
    display_name = "Store"
    channel      = "rcs"
    workstream   = "support"
    brand_agents = {
      boats  = { agent_id = "store-boats" }
      games  = { agent_id = "store-games" }
      hats   = { agent_id = "store-hats" }
      kites  = { agent_id = "store-kites" }
      maps   = { agent_id = "store-maps" }
      melons = { agent_id = "store-melons" }
      pens   = { agent_id = "store-pens" }
      quilts = { agent_id = "store-quilts" }
      shoes  = { agent_id = "store-shoes" }
      tents  = { agent_id = "store-tents" }
      toys   = { agent_id = "store-toys" }
      trikes = { agent_id = "store-trikes" }
      drums  = { agent_id = "store-drums" }
      bells  = { agent_id = "store-bells" }
      cakes  = { agent_id = "store-cakes" }
      gloves = { agent_id = "store-gloves" }
      cellos = { agent_id = "store-cellos", workstream = "asks" }
      desks  = { agent_id = "store-desks", workstream = "closes" }

      shelves = { agent_id = "store-shelves", workstream = "closes" }
    }
  }
}

workstreams = {
  support = {
    fallback_queue = "bikes"
    attachments    = true
    survey         = true
    offer          = { timeout = "5m", pause = "1h", away_after = 9 }
    wrap_up        = { blocks = "for", for = "10m" }

    routes = [
      { name = "bikes", when = "customContext == 'bikes'", queue = "bikes" },
      { name = "kites", when = "customContext == 'kites' || brandAgent == 'kites'", queue = "kites" },
      { name = "trikes", when = "brandAgent == 'trikes'", queue = "trikes" },
      { name = "boats", when = "customContext == 'boats' || brandAgent == 'boats'", queue = "boats" },
      { name = "lamps", when = "customContext == 'lamps'", queue = "lamps" },
      { name = "maps", when = "customContext == 'maps' || brandAgent == 'maps'", queue = "maps" },
      { name = "tents", when = "customContext == 'tents' || brandAgent == 'tents'", queue = "tents" },
      { name = "shoes", when = "customContext == 'shoes' || brandAgent == 'shoes'", queue = "shoes" },
      { name = "socks", when = "customContext == 'socks'", queue = "socks" },
      { name = "ferns", when = "customContext == 'ferns'", queue = "ferns" },
      { name = "peaches", when = "customContext == 'peaches'", queue = "peaches" },
      { name = "pens", when = "customContext == 'pens' || brandAgent == 'pens'", queue = "pens" },
      { name = "kilns", when = "customContext == 'kilns' || brandAgent == 'kilns'", queue = "kilns" },
      { name = "looms", when = "customContext == 'looms' || brandAgent == 'looms'", queue = "looms" },
      { name = "quilts", when = "customContext == 'quilts' || brandAgent == 'quilts'", queue = "quilts" },
      { name = "hats", when = "customContext == 'hats' || brandAgent == 'hats'", queue = "hats" },
      { name = "books", when = "customContext == 'books'", queue = "books" },
      { name = "harps", when = "customContext == 'harps'", queue = "harps" },
      { name = "lutes", when = "customContext == 'lutes'", queue = "lutes" },
      { name = "lyres", when = "customContext == 'lyres'", queue = "lyres" },
      { name = "organs", when = "customContext == 'organs'", queue = "organs" },
      { name = "toys", when = "customContext == 'toys' || brandAgent == 'toys'", queue = "toys" },
      { name = "games", when = "customContext.startsWith('games') || brandAgent == 'games'", queue = "games" },
      { name = "melons", when = "customContext.startsWith('melons') || brandAgent == 'melons'", queue = "melons" },
      { name = "paint", when = "customContext == 'paint'", queue = "paint" },
      { name = "tools", when = "customContext == 'tools'", queue = "tools" },
      { name = "keys", when = "customContext == 'keys'", queue = "keys" },
      { name = "ovens", when = "customContext == 'ovens'", queue = "ovens" },
      { name = "wines", when = "customContext == 'wines'", queue = "wines" },
      { name = "ciders", when = "customContext == 'ciders'", queue = "ciders" },
      { name = "beers", when = "customContext == 'beers'", queue = "beers" },
      { name = "drums", when = "brandAgent == 'drums'", queue = "drums" },
      { name = "bells", when = "brandAgent == 'bells'", queue = "bells" },
      { name = "cakes", when = "brandAgent == 'cakes'", queue = "cakes" },
      { name = "gloves", when = "customContext == 'gloves' || brandAgent == 'gloves'", queue = "gloves" },
      { name = "coats", when = "customContext == 'coats'", queue = "coats" },
      { name = "scarves", when = "customContext == 'scarves'", queue = "scarves" },
      { name = "bowls", when = "customContext == 'bowls'", queue = "bowls" },
      { name = "rugs", when = "customContext == 'rugs'", queue = "rugs" },
      { name = "chairs", when = "customContext == 'chairs'", queue = "chairs" },
      { name = "sofas", when = "customContext == 'sofas'", queue = "sofas" },
      { name = "inks", when = "customContext == 'inks'", queue = "inks" },
      { name = "jars", when = "customContext == 'jars'", queue = "jars" },
      { name = "kegs", when = "customContext == 'kegs'", queue = "kegs" },
      { name = "lids", when = "customContext == 'lids'", queue = "lids" },
      { name = "stools", when = "customContext == 'stools'", queue = "stools" },
    ]
  }

  # Its customers are asked before anything else.
  asks = {
    fallback_queue = "cellos"
    attachments    = true
    offer          = { timeout = "5m" }
    notice         = { message = "notice", ask = true }
  }

  # How a session ended has to be said, and who declines may say why.
  closes = {
    fallback_queue = "desks"
    routes         = [{ name = "shelves", when = "brandAgent == 'shelves'", queue = "shelves" }]
    outcome        = "required"
    wrap_up        = { blocks = "never" }
    offer = {
      timeout         = "5m"
      decline_reasons = [{ name = "busy", labels = { en = "Too busy", fr = "Trop occupé" } }]
    }
  }
}

tags = {
  repair = { colour = "orange", labels = { en = "Mending", fr = "Remise en état" } }
  gift   = { labels = { en = "Present", fr = "Cadeau" } }
}

outcomes = {
  solved   = { colour = "green", labels = { en = "Solved", fr = "Résolu" } }
  unsolved = { labels = { en = "Not solved", fr = "Non résolu" } }
}

macros = {
  mended = {
    labels  = { en = "Mended", fr = "Remis en état" }
    queues  = ["desks"]
    tags    = ["repair"]
    outcome = "solved"
    then    = "end"
    texts   = { en = "It is mended.", fr = "C’est remis en état." }
  }
}

automated_messages = {
  notice = { texts = { en = "We keep what you write." } }
}

queues = {
  cellos  = { display_name = "Cellos" }
  bikes   = { display_name = "Bikes" }
  boats   = { display_name = "Boats" }
  kites   = { display_name = "Kites" }
  trikes  = { display_name = "Trikes" }
  lamps   = { display_name = "Lamps", assignment = { mode = "pick" } }
  maps    = { display_name = "Maps" }
  tents   = { display_name = "Tents" }
  shoes   = { display_name = "Shoes" }
  attic   = { display_name = "Attic" } # nobody works there
  socks   = { display_name = "Socks" }
  pens    = { display_name = "Pens" }
  ferns   = { display_name = "Ferns" }
  peaches = { display_name = "Peaches" }
  kilns   = { display_name = "Kilns" }
  looms   = { display_name = "Looms" }
  quilts  = { display_name = "Quilts" }
  hats    = { display_name = "Hats" }
  books   = { display_name = "Livres" }
  harps   = { display_name = "Harps" }
  lutes   = { display_name = "Lutes" }
  lyres   = { display_name = "Lyres" }
  organs  = { display_name = "Organs" }
  flutes  = { display_name = "Flutes", assignment = { mode = "pick" } }
  toys    = { display_name = "Toys" }
  games   = { display_name = "Games", assignment = { mode = "pick" } }
  paint   = { display_name = "Paint" }
  tools   = { display_name = "Tools" }
  melons  = { display_name = "Melons", assignment = { mode = "pick" } }
  ovens   = { display_name = "Ovens" }
  keys    = { display_name = "Keys" }
  wines   = { display_name = "Wines", assignment = { mode = "pick" } }
  ciders  = { display_name = "Ciders", assignment = { mode = "pick" } }
  beers   = { display_name = "Beers", assignment = { mode = "pick" } }
  meads   = { display_name = "Meads", assignment = { mode = "pick" } }
  juices  = { display_name = "Juices", assignment = { mode = "pick" } }
  drums   = { display_name = "Drums" }
  bells   = { display_name = "Bells" }
  cakes   = { display_name = "Cakes" }
  gloves  = { display_name = "Gloves" }
  vases   = { display_name = "Vases" }
  coats   = { display_name = "Coats" }
  scarves = { display_name = "Scarves" }
  bowls   = { display_name = "Bowls" }
  rugs    = { display_name = "Rugs" }
  chairs  = { display_name = "Chairs" }
  sofas   = { display_name = "Sofas" }
  desks   = { display_name = "Desks" }
  stools  = { display_name = "Stools" }
  shelves = { display_name = "Shelves" }
  inks    = { display_name = "Inks", hours = "seldom" }
  drills  = { display_name = "Drills" }
  corks   = { display_name = "Corks" }
  jars    = { display_name = "Jars" }
  kegs    = { display_name = "Kegs" }
  lids    = { display_name = "Lids" }
}

hours = {
  seldom = { time_zone = "Europe/Paris", week = { monday = ["03:00-03:01"] } }
}

quick_replies = {
  hello = {
    tags = ["hello"]
    texts = {
      en = "Hello {CustomerName}, this is {AgentName}. What can I do for you?"
      fr = "Bonjour {CustomerName}, ici {AgentName}. Que puis-je faire pour vous ?"
    }
  }
}

agents = {
  "vera@store.example" = { display_name = "Vera", role = "supervisor" }
}
