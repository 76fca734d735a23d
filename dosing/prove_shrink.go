package dosing

import "slices"

// smallest finds the counter-example with the fewest values that are not the
// ordinary ones: all states with none, one and two of them are tried in order;
// where none breaks the property, the state found is cut down value by value.
func (r *prover) smallest(s *space, b *broken) *Counterexample {
	g := newGrid(s)
	b.vector = g.indexes(s, b.index)
	best := b
	if found := r.fewest(s, b); found != nil {
		best = found
	} else {
		best = r.cutDown(s, b)
	}
	return r.tell(s, best)
}

// breaks tries one vector for the same property. For a comparison the vector's
// own value of the compared dimension is not used.
func (r *prover) breaks(s *space, vector []int, b *broken) *broken {
	if b.other < 0 {
		return r.breaksAlone(s, vector, b)
	}
	for _, o := range s.dims[b.dim].order {
		better, worse := slices.Clone(vector), slices.Clone(vector)
		better[b.dim], worse[b.dim] = o.better, o.worse
		one, ok := s.at(better)
		two, also := s.at(worse)
		if !ok || !also || askOf(&one.c) != askOf(&two.c) {
			continue
		}
		first, second := r.decide(s.pack, one.c), r.decide(s.pack, two.c)
		given, allowed := allows(&one.c, &first)
		givenWorse, allowedWorse := allows(&two.c, &second)
		if givenWorse > given || allowedWorse > allowed {
			return &broken{other: 0, property: b.property, dim: b.dim, order: o, vector: better, otherVector: worse}
		}
	}
	return nil
}

func (r *prover) breaksAlone(s *space, vector []int, b *broken) *broken {
	sc, ok := s.at(vector)
	if !ok {
		return nil
	}
	d := r.decide(s.pack, sc.c)
	w := walk{r: r, s: s}
	if property, says := w.judge(&sc, &d); says != "" && property == b.property {
		return &broken{other: -1, property: property, says: says, vector: slices.Clone(vector)}
	}
	return nil
}

// fewest tries all vectors with 0, 1 and 2 values that are not ordinary.
func (r *prover) fewest(s *space, b *broken) *broken {
	vector := make([]int, len(s.dims))
	if found := r.breaks(s, vector, b); found != nil {
		return found
	}
	for many := 1; many <= 2; many++ {
		if found := r.fewestFrom(s, vector, 0, many, b); found != nil {
			return found
		}
	}
	return nil
}

func (r *prover) fewestFrom(s *space, vector []int, from, many int, b *broken) *broken {
	if many == 0 {
		return r.breaks(s, vector, b)
	}
	for d := from; d < len(s.dims); d++ {
		if b.other >= 0 && d == b.dim {
			continue // compared in breaks
		}
		for v := 1; v < len(s.dims[d].values); v++ {
			vector[d] = v
			if found := r.fewestFrom(s, vector, d+1, many-1, b); found != nil {
				return found
			}
		}
		vector[d] = 0
	}
	return nil
}

// cutDown puts single values back to the ordinary one, then to the first that
// still breaks the property, until nothing more can be cut.
func (r *prover) cutDown(s *space, b *broken) *broken {
	best := r.breaks(s, b.vector, b)
	if best == nil { // cannot be: the same vector broke it before
		return b
	}
	for again := true; again; {
		again = false
		for d := range s.dims {
			if best.other >= 0 && d == b.dim {
				continue
			}
			for v := range best.vector[d] {
				vector := slices.Clone(best.vector)
				vector[d] = v
				if found := r.breaks(s, vector, b); found != nil {
					best, again = found, true
					break
				}
			}
		}
	}
	return best
}

// tell writes the counter-example down.
func (r *prover) tell(s *space, b *broken) *Counterexample {
	sc, _ := s.at(b.vector)
	out := &Counterexample{
		Property: propertyWords[b.property][0], Space: s.name, Says: b.says, Differs: s.differs(b.vector),
		Case: sc.c, Decision: r.decide(s.pack, sc.c),
	}
	if b.otherVector != nil {
		other, _ := s.at(b.otherVector)
		out.Than = &Compared{Differs: s.differs(b.otherVector), Case: other.c, Decision: r.decide(s.pack, other.c)}
		dim := &s.dims[b.dim]
		out.Says = dim.name + " " + quoted(dim.values[b.order.worse].name) + " allows more than " +
			quoted(dim.values[b.order.better].name)
	}
	return out
}
