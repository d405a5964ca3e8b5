package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"quartet.example/demo/labs"
	"quartet.example/demo/labs/lab"
	"quartet.example/demo/labs/matrix"
	"quartet.example/demo/mirror/report"
	"quartet.example/shared/glossary"
)

type labMatrix struct {
	lines
	Lab    []string `arg:"" optional:"" help:"numbers or names of labs; the default is all"`
	Format string   `default:"text" enum:"text,html,json,junit" help:"text, html, json or junit"`
	Output string   `short:"o" placeholder:"FILE" help:"where to write it, instead of to standard output"`
}

var errUnseen = errors.New("no lab shows some checks refuse, and no test names them")

// run makes every attack on every target of its lab, two at a time, and writes each attack when it is complete. It
// returns errNotAsSaid if one did not end as its lab says, report.ErrNotMade if one could not be made, and errUnseen
// if all labs ran and there are checks that no lab shows and no test names.
func (c labMatrix) run(ctx context.Context, stdout, stderr io.Writer) error {
	chosen, err := c.chosen()
	if err != nil {
		return notMade(stderr, err)
	}
	told := stdout // the text, while the attacks are made
	if c.Format != "text" || c.Output != "" {
		told = stderr
	}
	t := c.flags().terminal(told)
	var text bytes.Buffer
	m, err := matrix.Make(ctx, chosen, lab.Options{}, func(table *matrix.Table, row matrix.Row) error {
		plain := t
		plain.Colour = false
		return errors.Join(matrix.WriteRow(told, t, table, row), matrix.WriteRow(&text, plain, table, row))
	})
	if err == nil && len(c.Lab) == 0 {
		err = judgeChecks(m)
	}
	if err != nil {
		return notMade(stderr, err)
	}
	if err := errors.Join(m.WriteEnd(told, t), m.WriteEnd(&text, t), c.write(stdout, m, &text)); err != nil {
		return notMade(stderr, err)
	}
	switch differ, unmade := m.Wrong(); {
	case differ > 0:
		return errNotAsSaid
	case unmade > 0:
		return report.ErrNotMade
	case len(m.Checks.Unseen()) > 0:
		return errUnseen
	}
	return nil
}

// judgeChecks notes where each named check refuses. Only a table of all labs can say that.
func judgeChecks(m *matrix.Matrix) error {
	tests, err := matrix.Tests()
	if err == nil {
		m.Judge(glossary.Checks(), tests)
	}
	return err
}

func (c labMatrix) chosen() ([]*lab.Lab, error) {
	if len(c.Lab) == 0 {
		return labs.All(), nil
	}
	var chosen []*lab.Lab
	for _, name := range c.Lab {
		l, err := labs.Find(name)
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, l)
	}
	return chosen, nil
}

// write writes the table in the format to the file, or to stdout, where the text is already.
func (c labMatrix) write(stdout io.Writer, m *matrix.Matrix, text *bytes.Buffer) (err error) {
	w := stdout
	if c.Output != "" {
		file, err := os.Create(c.Output) // the user names the file
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		w = file
	}
	switch {
	case c.Format == "html":
		return m.WriteHTML(w)
	case c.Format == "json":
		return m.WriteJSON(w)
	case c.Format == "junit":
		return m.WriteJUnit(w)
	case c.Output != "":
		_, err = text.WriteTo(w)
	}
	return err
}
