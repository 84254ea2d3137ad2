package tfvars

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// declared are Terraform's variables with their types.
func declared(t *testing.T) map[string]hcl.Expression {
	t.Helper()
	files, err := filepath.Glob("../../terraform/*.tf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files of Terraform: %v", err)
	}
	variables := map[string]hcl.Expression{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, wrong := hclsyntax.ParseConfig(text, name, hcl.InitialPos)
		if wrong.HasErrors() {
			t.Fatal(wrong)
		}
		content, _, wrong := file.Body.PartialContent(&hcl.BodySchema{
			Blocks: []hcl.BlockHeaderSchema{{Type: "variable", LabelNames: []string{"name"}}},
		})
		if wrong.HasErrors() {
			t.Fatal(wrong)
		}
		for _, block := range content.Blocks {
			attributes, _ := block.Body.JustAttributes() // validations are blocks
			if attributes["type"] == nil {
				t.Fatalf("%s: variable %s has no type", name, block.Labels[0])
			}
			variables[block.Labels[0]] = attributes["type"].Expr
		}
	}
	return variables
}

func TestTheVariablesAreTerraforms(t *testing.T) {
	t.Parallel()
	want := slices.Sorted(maps.Keys(declared(t)))
	got := slices.Sorted(slices.Values(slices.Concat(routing(), checked(), others())))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("variables (-Terraform's +ours):\n%s", diff)
	}
}

// TestTheFieldsOfAnAccountAreTerraforms: those of routing and those of the
// deployment.
func TestTheFieldsOfAnAccountAreTerraforms(t *testing.T) {
	t.Parallel()
	want := append([]string{
		"brand_agents", "channel", "closing", "country", "display_name", "outbound", "outbound_per_hour", "partner_id", "region", "time_to_live",
		"traffic_type", "workstream",
	}, deployed()...)
	slices.Sort(want)
	object := declared(t)["accounts"]
	for _, name := range []string{"map", "object"} {
		call, wrong := hcl.ExprCall(object)
		if wrong.HasErrors() || call.Name != name {
			t.Fatal("accounts are no map of objects")
		}
		object = call.Arguments[0]
	}
	pairs, wrong := hcl.ExprMap(object)
	if wrong.HasErrors() {
		t.Fatal(wrong)
	}
	var got []string
	for _, pair := range pairs {
		got = append(got, hcl.ExprAsKeyword(pair.Key))
	}
	slices.Sort(got)
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("fields (-Terraform's +ours):\n%s", diff)
	}
}
