package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// prefix begins the import path of every module of ours.
const prefix = "quartet.example/"

// program is the typed source of the services.
type program struct {
	funcs map[*types.Func]body
	vars  map[*types.Var]body // of packages, with their initial value: tables of rules
	named []*types.Named      // concrete types, which stand for interfaces
}

// body is a piece of source with the package that explains it.
type body struct {
	node ast.Node
	info *types.Info
}

// load reads the services below root. It takes a few seconds.
func load(root string) (*program, error) {
	cfg := &packages.Config{Dir: root, Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
		packages.NeedTypes | packages.NeedTypesSizes | packages.NeedSyntax | packages.NeedTypesInfo}
	all, err := packages.Load(cfg, prefix+"authserver/...", prefix+"resourceserver/...", prefix+"client/bff/...", prefix+"shared/...")
	if err != nil {
		return nil, err
	}
	p := &program{funcs: map[*types.Func]body{}, vars: map[*types.Var]body{}}
	for _, pkg := range all {
		if len(pkg.Errors) > 0 {
			return nil, pkg.Errors[0]
		}
		if strings.HasSuffix(pkg.PkgPath, "test") { // authservertest and the like
			continue
		}
		for _, file := range pkg.Syntax {
			p.add(pkg, file)
		}
	}
	return p, nil
}

func (p *program) add(pkg *packages.Package, file *ast.File) {
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if f, ok := pkg.TypesInfo.Defs[d.Name].(*types.Func); ok && d.Body != nil {
				p.funcs[f] = body{d.Body, pkg.TypesInfo}
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				p.addSpec(pkg, spec)
			}
		}
	}
}

func (p *program) addSpec(pkg *packages.Package, spec ast.Spec) {
	switch s := spec.(type) {
	case *ast.ValueSpec:
		for i, name := range s.Names {
			if v, ok := pkg.TypesInfo.Defs[name].(*types.Var); ok && i < len(s.Values) {
				p.vars[v] = body{s.Values[i], pkg.TypesInfo}
			}
		}
	case *ast.TypeSpec:
		if n, ok := pkg.TypesInfo.Defs[s.Name].Type().(*types.Named); ok && !types.IsInterface(n) {
			p.named = append(p.named, n)
		}
	}
}

// reach returns the ids of the checks that an endpoint decides, in the order of the source.
func (p *program) reach(t *tree, e endpoint) ([]string, error) {
	w := following{program: p, ids: map[string]string{}, binds: e.binds, seen: map[any]bool{}}
	for _, c := range t.checks {
		w.ids[c.dir+"."+c.name] = c.id
	}
	for _, name := range skipped[e.name] {
		if f := p.find(name); f != nil {
			w.seen[f] = true
		} else if !t.known(name) {
			return nil, fmt.Errorf("no function or check %s", name)
		}
	}
	for _, root := range e.roots {
		f := p.find(root)
		if f == nil {
			return nil, fmt.Errorf("no function %s", root)
		}
		w.enter(f)
	}
	return slices.DeleteFunc(w.found, func(id string) bool { return slices.Contains(skipped[e.name], id) }), nil
}

// find is a method by its name: authserver/internal/token.Handler.handle.
func (p *program) find(name string) *types.Func {
	for f := range p.funcs {
		if receiver := f.Signature().Recv(); receiver != nil && nameOf(receiver.Type())+"."+f.Name() == name {
			return f
		}
	}
	return nil
}

// nameOf is a type as package.Type, without prefix and pointer.
func nameOf(t types.Type) string {
	if pointer, ok := t.(*types.Pointer); ok {
		t = pointer.Elem()
	}
	return strings.TrimPrefix(types.TypeString(t, nil), prefix)
}

// following follows the functions of one endpoint.
type following struct {
	*program
	ids   map[string]string // package.Name of a check → id
	binds string
	seen  map[any]bool
	found []string
}

// enter walks a function or the value of a variable, once.
func (w *following) enter(o types.Object) {
	if w.seen[o] {
		return
	}
	w.seen[o] = true
	switch o := o.(type) {
	case *types.Func:
		if b, ok := w.funcs[o]; ok {
			w.walk(b)
		} else if receiver := o.Signature().Recv(); receiver != nil && types.IsInterface(receiver.Type()) {
			w.enterImplementations(o, receiver.Type())
		}
	case *types.Var:
		if b, ok := w.vars[o]; ok {
			w.walk(b)
		}
	}
}

// enterImplementations walks what may stand for the method of an interface of ours.
func (w *following) enterImplementations(method *types.Func, in types.Type) {
	home := method.Pkg()
	if home == nil || !strings.HasPrefix(home.Path(), prefix) {
		return
	}
	var found []*types.Func
	for _, n := range w.named {
		if module(nameOf(n)) != module(strings.TrimPrefix(home.Path(), prefix)) || !types.Implements(types.NewPointer(n), in.Underlying().(*types.Interface)) {
			continue
		}
		o, _, _ := types.LookupFieldOrMethod(types.NewPointer(n), true, n.Obj().Pkg(), method.Name())
		if f, ok := o.(*types.Func); ok {
			if nameOf(n) == w.binds {
				found = []*types.Func{f}
				break
			}
			found = append(found, f)
		}
	}
	for _, f := range found {
		w.enter(f)
	}
}

// walk goes through a piece of source in the order of its evaluation: the arguments of a
// call before the function that it calls.
func (w *following) walk(b body) {
	var visit func(ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			for _, arg := range n.Args {
				ast.Inspect(arg, visit)
			}
			ast.Inspect(n.Fun, visit)
			return false
		case *ast.CaseClause: // compares with a check, or with an error
			for _, s := range n.Body {
				ast.Inspect(s, visit)
			}
			return false
		case *ast.BinaryExpr:
			return !w.comparesWithCheck(b, n)
		case *ast.Ident:
			w.use(b.info.Uses[n])
		}
		return true
	}
	ast.Inspect(b.node, visit)
}

func (w *following) comparesWithCheck(b body, n *ast.BinaryExpr) bool {
	return slices.ContainsFunc([]ast.Expr{n.X, n.Y}, func(e ast.Expr) bool {
		address, ok := e.(*ast.UnaryExpr)
		return ok && strings.HasSuffix(types.TypeString(b.info.TypeOf(address), nil), "oauth.Check")
	})
}

// use notes a check, or follows what else is named.
func (w *following) use(o types.Object) {
	v, isVar := o.(*types.Var)
	if isVar && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
		key := strings.TrimPrefix(v.Pkg().Path(), prefix) + "." + v.Name()
		if id, ok := w.ids[key]; ok {
			if !slices.Contains(w.found, id) {
				w.found = append(w.found, id)
			}
			return
		}
	}
	if f, isFunc := o.(*types.Func); isFunc {
		w.enter(f.Origin())
	} else if isVar {
		w.enter(v)
	}
}
