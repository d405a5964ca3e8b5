package main

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMergeKeepsTheOrderOfEachColumn(t *testing.T) {
	for name, tt := range map[string]struct {
		columns [][]string
		want    []string
	}{
		"the same order":        {[][]string{{"a", "b"}, {"a", "b"}}, []string{"a", "b"}},
		"one is longer":         {[][]string{{"a", "c"}, {"a", "b", "c"}}, []string{"a", "b", "c"}},
		"a later column begins": {[][]string{{"b", "c"}, {"a", "b"}}, []string{"a", "b", "c"}},
		"they contradict":       {[][]string{{"a", "b"}, {"b", "a"}}, []string{"a", "b"}},
		"an empty column":       {[][]string{nil, {"a"}}, []string{"a"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, merge(tt.columns)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The refresh token grant of the real source: its checks are found through an interface, a
// helper and the table of a script, in the order in which a request meets them.
func TestOrderOfARefresh(t *testing.T) {
	const root = "../../.."
	tree, err := read(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	program, err := load(root)
	if err != nil {
		t.Fatal(err)
	}
	got, err := program.reach(tree, endpoint{"", []string{"authserver/internal/token.Handler.handle"}, "authserver/internal/token.Refresh"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"web.request.single", "as.client.one_method", "as.client.auth", "as.grant_type.known", "as.dpop.proof", "as.refresh.present",
		"as.refresh.current", "as.refresh.client_bound", "as.refresh.reuse", "as.refresh.dpop_bound", "as.scope.subset", "as.user.active",
	}
	kept := slices.DeleteFunc(slices.Clone(got), func(id string) bool { return !slices.Contains(want, id) })
	if diff := cmp.Diff(want, kept); diff != "" {
		t.Errorf("%s\nall: %v", diff, got)
	}
	if slices.Contains(got, "as.code.known") {
		t.Error("a refresh decides about codes")
	}
	authorize, err := program.reach(tree, groups[0].endpoints[0])
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(authorize, "as.par.expiry") || slices.Index(authorize, "as.redirect_uri.present") > slices.Index(authorize, "as.redirect_uri.exact") {
		t.Errorf("a request without request_uri has the checks of one with it: %v", authorize)
	}
	if _, err := program.reach(tree, endpoint{"", []string{"authserver/internal/token.Handler.gone"}, ""}); err == nil {
		t.Error("an endpoint without its function is no error")
	}
}
