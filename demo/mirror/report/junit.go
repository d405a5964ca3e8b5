package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// The elements of JUnit XML that CI systems read.
type (
	suite struct {
		XMLName  xml.Name   `xml:"testsuite"`
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Errors   int        `xml:"errors,attr"`
		Skipped  int        `xml:"skipped,attr"`
		Time     string     `xml:"time,attr"`
		Stamp    string     `xml:"timestamp,attr"`
		Cases    []testCase `xml:"testcase"`
	}
	testCase struct {
		Class   string   `xml:"classname,attr"`
		Name    string   `xml:"name,attr"`
		Failure *message `xml:"failure"`
		Error   *message `xml:"error"`
		Skipped *message `xml:"skipped"`
		Output  string   `xml:"system-out,omitempty"`
	}
	message struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// WriteJUnit writes the report as JUnit XML. A report with a Problem has one test case, baseline, with an
// error.
func (r *Report) WriteJUnit(w io.Writer) error {
	s := suite{
		Name: r.Command + " " + r.Target, Tests: len(r.Results), Failures: r.Count.Fail, Errors: r.Count.Error, Skipped: r.Count.Skip,
		Time: fmt.Sprintf("%.3f", r.Took), Stamp: r.Started.UTC().Format("2006-01-02T15:04:05"),
	}
	if r.Problem != "" {
		s.Tests, s.Errors = s.Tests+1, s.Errors+1
		s.Cases = []testCase{{Class: r.Command, Name: "baseline", Error: &message{Message: r.Problem}}}
	}
	for _, result := range r.Results {
		s.Cases = append(s.Cases, result.testCase(r.Command))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(s); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (r Result) testCase(class string) testCase {
	c := testCase{Class: class, Name: r.ID + ": " + r.Title}
	m := &message{Message: strings.Join(r.Seen, "; ")}
	help := fmt.Sprintf("%s\n%s\n%s", r.Attack, r.Fix, r.Spec)
	switch r.Outcome {
	case Fail:
		m.Text = help
		c.Failure = m
	case Warn: // JUnit knows no warnings
		c.Output = "warning: " + m.Message + "\n" + help
	case Error:
		c.Error = m
	case Skip:
		c.Skipped = m
	case Pass:
	}
	return c
}
