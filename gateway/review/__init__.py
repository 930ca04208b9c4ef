"""What people decided about codes and tags: rulings on mappings, confirmations of single items; append-only."""
