package main

import (
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"
)

// exposed collects the packages of the named types that an importer of a package meets.
type exposed struct {
	seen  map[types.Type]bool
	paths map[string]string // path of the package → a name that leads there
}

func (e *exposed) object(name string, o types.Object) {
	if o.Exported() {
		e.typ(name, o.Type())
	}
}

func (e *exposed) typ(name string, t types.Type) {
	if e.seen[t] {
		return
	}
	e.seen[t] = true
	switch t := t.(type) {
	case *types.Alias:
		e.typ(name, t.Rhs())
	case *types.Named:
		if pkg := t.Obj().Pkg(); pkg != nil {
			e.paths[pkg.Path()] = name
		}
		for m := range t.Methods() {
			e.object(name+"."+m.Name(), m)
		}
		e.typ(name, t.Underlying())
	case *types.Struct:
		for f := range t.Fields() {
			e.object(name+"."+f.Name(), f)
		}
	case *types.Interface:
		for m := range t.Methods() {
			e.object(name+"."+m.Name(), m)
		}
	case *types.Signature:
		for v := range t.Params().Variables() {
			e.typ(name, v.Type())
		}
		for v := range t.Results().Variables() {
			e.typ(name, v.Type())
		}
	case *types.Map:
		e.typ(name, t.Key())
		e.typ(name, t.Elem())
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
		e.typ(name, t.Elem())
	}
}

// Whoever imports a package also holds the types that it exposes: a change of those is a
// change of its API, and a type of an internal package cannot even be named.
func TestEveryExposedPackageIsListed(t *testing.T) {
	paths := packagesIn(listed)
	packages, module, err := load(root, paths)
	if err != nil {
		t.Fatal(err)
	}
	e := &exposed{seen: map[types.Type]bool{}, paths: map[string]string{}}
	for _, path := range paths {
		pkg := packages[path]
		if pkg == nil {
			t.Errorf("%s is listed, and does not exist", path)
			continue
		}
		for _, name := range pkg.Scope().Names() {
			e.object(path+": "+name, pkg.Scope().Lookup(name))
		}
	}
	for _, path := range slices.Sorted(maps.Keys(e.paths)) {
		if ours, ok := strings.CutPrefix(path, module); ok && !slices.Contains(paths, ours) {
			t.Errorf("%s leads to %s, which packages.txt does not list", e.paths[path], ours)
		}
	}
}
