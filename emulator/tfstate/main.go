// Command tfstate says what the state of Terraform can hold that is a secret, of what
// the providers read back: it takes their schemas, as `terraform providers schema -json`
// prints them, and the configuration, and fails for what the documentation does not name.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

const usage = "tfstate CONFIGURATION DOCUMENTATION <SCHEMA"

var errUnnamed = errors.New("not named in the documentation")

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "terraform: the state:", err)
		os.Exit(1)
	}
}

func run(configuration, documentation string, schema io.Reader) error {
	used, err := resources(configuration)
	if err != nil {
		return err
	}
	docs, err := os.ReadFile(documentation)
	if err != nil {
		return err
	}
	var all schemas
	if err := json.NewDecoder(schema).Decode(&all); err != nil {
		return fmt.Errorf("the schema: %w", err)
	}
	var missing []string
	for _, name := range all.secrets(used) {
		if !strings.Contains(string(docs), "`"+name+"`") {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("%w, %s: %s", errUnnamed, documentation, strings.Join(missing, ", "))
	}
	return nil
}

var resource = regexp.MustCompile(`(?m)^(?:resource|data) "([a-z0-9_]+)"`)

// resources are the types that the configuration and its modules have.
func resources(dir string) ([]string, error) {
	var names []string
	for _, pattern := range []string{"*.tf", "modules/*/*.tf"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			for _, found := range resource.FindAllStringSubmatch(string(text), -1) {
				names = append(names, found[1])
			}
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: %w", dir, os.ErrNotExist)
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}
