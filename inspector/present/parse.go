package present

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Limits of a script.
const (
	maxFile  = 256 << 10 // bytes
	maxSteps = 60
	maxText  = 2000 // bytes of one text
	maxWait  = 600  // seconds
)

// Parse reads a script. Its error joins all mistakes of one kind, each with its line: an unknown name is a
// mistake too.
func Parse(name string, body []byte) (Script, error) {
	s := Script{Name: name}
	if len(body) > maxFile {
		return s, fmt.Errorf("the file is larger than %d KB", maxFile>>10)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(body))
	decoder.KnownFields(true)
	if err := decoder.Decode(&s); errors.Is(err, io.EOF) {
		return s, errors.New("line 1: the file is empty")
	} else if err != nil {
		return s, err
	}
	var lines struct{ Steps []yaml.Node }
	if err := yaml.Unmarshal(body, &lines); err != nil {
		return s, err
	}
	for i := range s.Steps {
		s.Steps[i].Line = lines.Steps[i].Line
	}
	return s, s.validate()
}

func (s Script) validate() error {
	var errs []error
	if s.Title == "" || s.About == "" {
		errs = append(errs, errors.New("line 1: title and about are required"))
	}
	if len(s.Steps) == 0 || len(s.Steps) > maxSteps {
		errs = append(errs, fmt.Errorf("line 1: a script has 1 to %d steps", maxSteps))
	}
	for _, step := range s.Steps {
		for _, problem := range step.problems() {
			errs = append(errs, fmt.Errorf("line %d: %s", step.Line, problem))
		}
	}
	return errors.Join(errs...)
}

// problems returns what is wrong with a step.
func (s Step) problems() []string {
	var all []string
	add := func(wrong bool, problem string) {
		if wrong {
			all = append(all, problem)
		}
	}
	add(s.Title == "" || s.Say == "", "title and say are required")
	add(max(len(s.Title), len(s.Say), len(s.Note)) > maxText, "a text is too long")
	add(s.Seconds < 0 || s.Seconds > maxWait, fmt.Sprintf("seconds is 0 to %d", maxWait))
	add(s.Hop == nil && (s.Beside != nil || s.Thread != "" || s.Token), "beside, thread and token need hop")
	for _, m := range []*Message{s.Hop, s.Beside} {
		add(m != nil && *m == Message{}, "a message needs at least one of its fields")
	}
	return append(all, s.Do.problems()...)
}

func (a Action) problems() []string {
	var all []string
	set := 0
	for _, is := range []bool{a.Open != "", a.Clock != "", a.Lab != "", a.Export} {
		if is {
			set++
		}
	}
	if set > 1 {
		all = append(all, "do has more than one of open, clock, lab and export")
	}
	if a.Open != "" && (!strings.HasPrefix(a.Open, "/") || strings.HasPrefix(a.Open, "//") || strings.Contains(a.Open, `\`)) {
		all = append(all, "open is a path at the client, such as /login")
	}
	if a.Clock != "" && !slices.Contains([]string{"1m", "5m", "10m"}, a.Clock) {
		all = append(all, "clock is 1m, 5m or 10m")
	}
	if (a.Lab == "") != (a.Target == "") {
		all = append(all, "lab and target belong together")
	}
	return all
}
