package matrix_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/demo/labs"
	"quartet.example/demo/labs/lab"
	"quartet.example/demo/labs/matrix"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/glossary"
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
	m, err := matrix.Make(t.Context(), []*lab.Lab{&copied}, lab.Options{}, func(*matrix.Table, matrix.Row) error { return nil })
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
	var decoded matrix.Matrix
	var suite struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
	}
	if err := errors.Join(json.Unmarshal(object.Bytes(), &decoded), xml.Unmarshal(cases.Bytes(), &suite)); err != nil {
		t.Fatal(err)
	}
	if cells := decoded.Tables[0].Rows[0].Cells; len(cells) != 3 || !cells[0].Succeeded || cells[2].DiesAt != "as.pkce.verifier" || suite.Tests != 3 || suite.Failures != 0 {
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

// A check that no attack on the reference has reached, and that no test names, is reported by its name in every
// format, and is a failure for CI systems.
func TestMatrixReportsACheckWithoutALabOrATest(t *testing.T) {
	m := made(t, func(*lab.Attack) {})
	catalogue := []glossary.Check{{ID: "as.invented.tested"}, {ID: "as.invented.rule"}, {ID: "as.pkce.verifier"}}
	m.Judge(catalogue, map[string][]string{"as.invented.tested": {"TestCodes"}})
	shownBy := map[string]string{}
	for _, c := range m.Checks {
		shownBy[c.ID] = c.ShownBy()
	}
	want := map[string]string{"as.invented.tested": "named by TestCodes", "as.invented.rule": "shown by nothing", "as.pkce.verifier": "shown by lab 03"}
	if diff := cmp.Diff(want, shownBy); diff != "" {
		t.Error(diff)
	}
	var page, text, object, cases bytes.Buffer
	if err := errors.Join(m.WriteHTML(&page), m.WriteEnd(&text, flowview.Terminal{Width: 300}), m.WriteJSON(&object), m.WriteJUnit(&cases)); err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct{ text, want string }{
		{page.String(), "! no lab and no test"},
		{text.String(), "No lab shows these refuse, and no test names them: as.invented.rule."},
		{object.String(), `"id": "as.invented.rule"`},
		{cases.String(), `failures="1"`},
		{cases.String(), `name="check as.invented.rule: shown by nothing"`},
	} {
		if !strings.Contains(one.text, one.want) {
			t.Errorf("no %q in\n%s", one.want, one.text)
		}
	}
}

// What the careless programs refuse is no evidence about the checks of the reference.
func TestRefusalsOfTheCarelessProgramsDoNotCount(t *testing.T) {
	m := made(t, func(*lab.Attack) {})
	for i, c := range m.Tables[0].Rows[0].Cells {
		if c.Target == "reference" {
			m.Tables[0].Rows[0].Cells = append(m.Tables[0].Rows[0].Cells[:i:i], m.Tables[0].Rows[0].Cells[i+1:]...)
		}
	}
	m.Judge([]glossary.Check{{ID: "as.pkce.verifier"}}, nil)
	if got := m.Checks.Unseen(); len(got) != 1 {
		t.Errorf("got %v, want as.pkce.verifier", got)
	}
}

// The program knows a test of every check: the tests are read from docs/defences.md.
func TestEveryCheckHasATestInTheProgram(t *testing.T) {
	tests, err := matrix.Tests()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range glossary.Checks() {
		if len(tests[c.ID]) == 0 {
			t.Errorf("%s: docs/defences.md has no test of it", c.ID)
		}
	}
}
