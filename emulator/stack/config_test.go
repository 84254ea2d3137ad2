package stack

import (
	"testing"
)

func TestThePhoneOpensOnTheBrandThatMostAgentsServe(t *testing.T) {
	t.Parallel()
	file, err := Example()
	if err != nil {
		t.Fatal(err)
	}
	c, err := file.Config()
	if err != nil {
		t.Fatal(err)
	}
	first := brandAgents(c, "http://127.0.0.1")[0]
	if want := "Acme · stores"; first.brand != want {
		t.Errorf("the phone opens on %q, want %q", first.brand, want)
	}
}
