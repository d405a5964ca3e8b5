package matrix_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"strings"
	"testing"

	"quartet.example/demo/labs"
	"quartet.example/demo/labs/lab"
	"quartet.example/demo/labs/matrix"
	"quartet.example/inspector/flowview"
)

// made makes the attack of lab 3, which a test may have changed.
func made(t *testing.T, change func(*lab.Attack)) *matrix.Matrix {
	t.Helper()
	l, err := labs.Find("03")
	if err != nil {
		t.Fatal(err)
	}
	copied := *l
	copied.Attacks = []lab.Attack{l.Attacks[0]}
	change(&copied.Attacks[0])
	m, err := matrix.Make(t.Context(), []*lab.Lab{&copied}, func(*matrix.Table, matrix.Row) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMatrixSaysInEachFormatHowTheAttackEnded(t *testing.T) {
	m := made(t, func(*lab.Attack) {})
	var page, text, object, cases bytes.Buffer
	err := errors.Join(m.WriteHTML(&page), m.WriteJSON(&object), m.WriteJUnit(&cases),
		matrix.WriteRow(&text, flowview.Terminal{}, &m.Tables[0], m.Tables[0].Rows[0]), m.WriteEnd(&text, flowview.Terminal{}))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{
		page.String(): {"✕ succeeds", `at <code>as.pkce.verifier</code>`, `<th scope="row">`, `<th scope="col">`, "each ended as its lab says"},
		text.String(): {"naive+as.pkce.verifier               dies at as.pkce.verifier", "naive                                succeeds"},
	} {
		for _, part := range want {
			if !strings.Contains(name, part) {
				t.Errorf("no %q in\n%s", part, name)
			}
		}
	}
	var again matrix.Matrix
	var suite struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
	}
	if err := errors.Join(json.Unmarshal(object.Bytes(), &again), xml.Unmarshal(cases.Bytes(), &suite)); err != nil {
		t.Fatal(err)
	}
	if cells := again.Tables[0].Rows[0].Cells; len(cells) != 3 || !cells[0].Succeeded || cells[2].DiesAt != "as.pkce.verifier" || suite.Tests != 3 || suite.Failures != 0 {
		t.Errorf("got %+v and %+v", cells, suite)
	}
}

// An attack that does not end as its lab says is counted, and is a failure for CI systems.
func TestMatrixFindsAnAttackThatEndsOtherwise(t *testing.T) {
	m := made(t, func(a *lab.Attack) { a.Run = func(*lab.Scene) error { return errors.New("nothing is attacked") } })
	var cases bytes.Buffer
	if err := m.WriteJUnit(&cases); err != nil {
		t.Fatal(err)
	}
	if differ, _ := m.Wrong(); differ != 3 || !strings.Contains(cases.String(), `failures="3"`) {
		t.Errorf("got %d, and\n%s", differ, cases.String())
	}
}
