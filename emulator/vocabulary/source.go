package vocabulary

import (
	"fmt"
	"go/ast"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// source is the parsed packages, by their folders below the root.
type source struct {
	root     string
	packages map[string]*declared
}

// declared is what one package declares.
type declared struct {
	types map[string]*ast.TypeSpec
	docs  map[string]string
	// values are its constants of string types.
	values map[string]string
	fset   *token.FileSet
}

// field is one field of a document.
type field struct {
	name, goName string
	// of is the type's folder and name, or "" and the name of a type of the language.
	of    string
	list  bool
	byKey bool
	// optional is whether a document may lack the field.
	optional bool
	// doc is the comment that the field shares with others of the same group, and in is the
	// package that it stands in.
	doc   string
	group int
	in    *declared
}

func newSource(root string) *source { return &source{root, map[string]*declared{}} }

// load parses a package once.
func (s *source) load(dir string) (*declared, error) {
	if d, ok := s.packages[dir]; ok {
		return d, nil
	}
	fset, files, err := parse(filepath.Join(s.root, filepath.FromSlash(dir)))
	if err != nil {
		return nil, err
	}
	d := &declared{map[string]*ast.TypeSpec{}, map[string]string{}, map[string]string{}, fset}
	for _, file := range files {
		for _, decl := range file.Decls {
			if general, ok := decl.(*ast.GenDecl); ok {
				d.add(general)
			}
		}
	}
	s.packages[dir] = d
	return d, nil
}

func (d *declared) add(decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			d.types[spec.Name.Name] = spec
			d.docs[spec.Name.Name] = decl.Doc.Text()
			if spec.Doc != nil {
				d.docs[spec.Name.Name] = spec.Doc.Text()
			}
		case *ast.ValueSpec:
			if words := literals(spec.Values); len(words) == len(spec.Names) && spec.Type != nil {
				for i, name := range spec.Names {
					d.values[name.Name] = words[i]
				}
			}
		}
	}
}

// find is the declaration of a type such as "shared/agent.Agent".
func (s *source) find(of string) (*declared, *ast.TypeSpec, error) {
	dir, name := split(of)
	if dir == "" {
		return nil, nil, fmt.Errorf("%s is a type of the language", of)
	}
	d, err := s.load(dir)
	if err != nil {
		return nil, nil, err
	}
	spec, ok := d.types[name]
	if !ok {
		return nil, nil, fmt.Errorf("there is no type %s", of)
	}
	return d, spec, nil
}

func split(of string) (dir, name string) {
	i := strings.LastIndex(of, ".")
	return of[:max(i, 0)], of[i+1:]
}

// fields are a struct's, as they are stored: those of an embedded struct without a
// name of its own among them.
func (s *source) fields(of string) ([]field, error) {
	d, spec, err := s.find(of)
	if err != nil {
		return nil, err
	}
	body, ok := spec.Type.(*ast.StructType)
	if !ok {
		return nil, fmt.Errorf("%s is no struct", of)
	}
	dir, _ := split(of)
	var all []field
	var g grouping
	for _, f := range body.Fields.List {
		tag := ""
		if f.Tag != nil {
			text, _ := strconv.Unquote(f.Tag.Value) // it was parsed
			tag = reflect.StructTag(text).Get("firestore")
		}
		name, options, _ := strings.Cut(tag, ",")
		group, doc := g.next(f, body, d.fset)
		made := field{name: name, doc: doc, group: group, optional: strings.Contains(options, "omit"), in: d}
		s.shape(dir, f.Type, &made)
		switch {
		case name == "-":
		case name == "" && len(f.Names) == 0:
			embedded, err := s.fields(made.of)
			if err != nil {
				return nil, err
			}
			for i := range embedded {
				embedded[i].group += group * 1000
			}
			all = append(all, embedded...)
		case name == "":
			return nil, fmt.Errorf("a field of %s has no name in the database", of)
		default:
			_, made.goName = split("." + strings.TrimPrefix(made.of, "."))
			if len(f.Names) > 0 {
				made.goName = f.Names[0].Name
			}
			all = append(all, made)
		}
	}
	slices.SortStableFunc(all, func(a, b field) int { return a.group - b.group })
	return all, nil
}

// grouping puts fields together that share a comment: those that follow it without an
// empty line and that it names.
type grouping struct {
	last, group, commented int
	doc                    string
}

// next is the group of the next field and its comment.
func (g *grouping) next(f *ast.Field, body *ast.StructType, fset *token.FileSet) (group int, doc string) {
	comment := strings.TrimSpace(f.Doc.Text() + f.Comment.Text())
	apart := fset.Position(f.Pos()).Line != g.last+1
	g.last = fset.Position(f.End()).Line
	switch {
	case comment != "" || apart:
		g.group++
		g.commented, g.doc = g.group, comment
	case shared(g.doc, f, body):
		return g.commented, g.doc
	default:
		g.group++
		return g.group, ""
	}
	return g.group, comment
}

// shared reports whether a comment that stands before one field is of the next one, too:
// it names it or, as "What some kinds need." does, no field at all.
func shared(doc string, f *ast.Field, body *ast.StructType) bool {
	if doc == "" || len(f.Names) == 0 {
		return false
	}
	names := false
	for _, other := range body.Fields.List {
		for _, name := range other.Names {
			if regexp.MustCompile(`\b` + name.Name + `\b`).MatchString(doc) {
				names = names || name.Name != ""
				if name.Name == f.Names[0].Name {
					return true
				}
			}
		}
	}
	return !names
}

// shape says of which type a field is.
func (s *source) shape(dir string, expr ast.Expr, f *field) {
	switch e := expr.(type) {
	case *ast.StarExpr:
		f.optional = true
		s.shape(dir, e.X, f)
	case *ast.ArrayType:
		f.list = true
		s.shape(dir, e.Elt, f)
	case *ast.MapType:
		f.byKey = true
		s.shape(dir, e.Value, f)
	case *ast.SelectorExpr:
		f.of = e.X.(*ast.Ident).Name + "." + e.Sel.Name // a package's name
		if f.of != "time.Time" {
			f.of = "shared/" + f.of
		}
	case *ast.Ident:
		f.of = e.Name
		if e.IsExported() {
			f.of = dir + "." + e.Name
		}
	}
}

// means is a comment as it is said of a document: the fields and the words of the
// comment by the names that they have there.
func (d *declared) means(comment string, fields []field) string {
	text := strings.Join(strings.Fields(comment), " ")
	text = escaped.ReplaceAllString(text, `\$0`)
	text = link.ReplaceAllStringFunc(text, func(found string) string {
		name := strings.Trim(found, `\[]*`)
		if word, ok := d.values[name]; ok {
			return "`" + word + "`"
		}
		return "`" + name + "`"
	})
	for _, f := range fields {
		if f.goName != "" && strings.Contains(text, f.goName) {
			text = regexp.MustCompile(`(^|[^\w.`+"`"+`])`+f.goName+`\b`).ReplaceAllString(text, "${1}`"+f.name+"`")
		}
	}
	return text
}

var (
	// escaped is what Markdown would take for markup.
	escaped = regexp.MustCompile(`[*[\]|_]`)
	// link is a link of a comment to a declaration, escaped.
	link = regexp.MustCompile(`\\\[(\\\*)?([a-z]+\.)?[A-Z][A-Za-z]*(\.[A-Z][A-Za-z]*)*\\\]`)
)
