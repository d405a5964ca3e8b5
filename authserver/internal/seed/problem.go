package seed

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Error is one problem of a seed file.
type Error struct {
	File   string
	Line   int
	Field  string // "" if the problem is not about one field
	Reason string // contains no secret
}

// Error returns "file:line: field: reason".
func (p *Error) Error() string {
	if p.Field == "" {
		return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Reason)
	}
	return fmt.Sprintf("%s:%d: %s: %s", p.File, p.Line, p.Field, p.Reason)
}

// problems collects the errors, so that all of them can be reported together.
type problems struct {
	file string
	all  []*Error
}

func (p *problems) add(line int, field, format string, args ...any) {
	p.all = append(p.all, &Error{File: p.file, Line: max(line, 1), Field: field, Reason: fmt.Sprintf(format, args...)})
}

// refuse adds a problem if when is true.
func (p *problems) refuse(when bool, line int, field, format string, args ...any) {
	if when {
		p.add(line, field, format, args...)
	}
}

func (p *problems) join() error {
	slices.SortStableFunc(p.all, func(a, b *Error) int { return cmp.Compare(a.Line, b.Line) })
	errs := make([]error, len(p.all))
	for i, one := range p.all {
		errs[i] = one
	}
	return errors.Join(errs...)
}
