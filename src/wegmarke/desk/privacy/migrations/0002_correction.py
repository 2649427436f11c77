from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="privacyrequest",
            name="asked",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
