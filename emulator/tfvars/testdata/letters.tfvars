# What is special about numbers and letters. letters.json is what Terraform 1.11
# writes for jsonencode(var.queues), a variable of type any.
queues = {
  b = 1e3, a = 1.50, c = 0.1, d = -5, e = 60 * 24, "Ü" = "cafe\u0301 <b> & \u2028 \"q\" \\ \t \u0007 \u007f é 👋"
  text = <<-EOT
    Hello {CustomerName},
      two
  EOT
  l = [1, "x", true, {}], m = {}, n = [], "a.b" = "$${x}", f = 123456789012345678901234567890, g = 1/3
  (1) = "a name may be a number", true = false
}
